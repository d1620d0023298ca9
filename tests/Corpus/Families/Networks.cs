using PixelShap.Testing;
using PixelShap.Video.Language.Embedding;

namespace PixelShap.Corpus.Families;

/// <summary>Networks: ONNX files that are damaged, are something else, or have other inputs and outputs than they should.</summary>
internal static class Networks
{
    private static readonly string[] Segmenters = ["yolo_dynamic.onnx", "road.onnx", "yolox.onnx", "rf_detr_seg.onnx", "grounding_dino.onnx", "yolo26_seg.onnx"];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Vision.Tests/Models"), language = Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Language.Tests/Embedding/Models");
        foreach (string name in Segmenters)
        {
            byte[] sound = File.ReadAllBytes(Path.Combine(folder, name));
            foreach (int seed in Enumerable.Range(1100, 7))
            {
                yield return Segmenter($"{name}-{seed}", seeds, Mutation.Bytes(sound, seed));
            }
        }

        foreach (string path in Directory.GetFiles(folder, "sam*.onnx").Order(StringComparer.Ordinal))
        {
            yield return Segmenter($"other-{Path.GetFileName(path)}", seeds, File.ReadAllBytes(path));
        }

        yield return Segmenter("empty", seeds, []);
        yield return Segmenter("text", seeds, "hello"u8.ToArray());
        yield return Segmenter("header", seeds, [8, 7, 18, 7, .. "pytorch"u8]);
        byte[] embedder = File.ReadAllBytes(Path.Combine(language, "embedder.onnx")), words = File.ReadAllBytes(Path.Combine(language, "vocab.txt"));
        foreach (int seed in Enumerable.Range(1200, 12))
        {
            yield return Embedder($"embedder-{seed}", Mutation.Bytes(embedder, seed), words);
            yield return Embedder($"vocabulary-{seed}", embedder, Mutation.Text(System.Text.Encoding.UTF8.GetString(words), seed));
        }
    }

    private static CommandInput Segmenter(string name, Seeds seeds, byte[] bytes) =>
        new(name, "explain", seeds.PathOf("picture.png"), "-o", "@/out", "--json", "--set", "attribution.max_players=2", "--set", "segmenter.model=@/model.onnx") { Files = [("model.onnx", bytes)] };

    private static ReaderInput Embedder(string name, byte[] bytes, byte[] vocabulary) => new(name, async folder =>
    {
        using OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Path.Combine(folder, "model.onnx"));
        await embedder.EmbedAsync(["a car ahead", "", "\u0000 \ud800 \u202e"], CancellationToken.None);
    })
    {
        Files = [("model.onnx", bytes), ("vocab.txt", vocabulary)],
    };
}
