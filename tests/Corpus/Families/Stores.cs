using System.Text;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Media.Nut;
using PixelShap.Video.Media.Recording;

namespace PixelShap.Corpus.Families;

/// <summary>What the program keeps for itself: response caches, recordings, cases, keys, streams of frames.</summary>
internal static class Stores
{
    private const string Cached = """{"Schema":2,"Text":"A car.","Kind":0,"Reason":"","InputTokens":10,"OutputTokens":4}""";
    private const string Index = """{"file":"20261121T143207.000Z.mp4","from":"2026-11-21T14:32:07Z","to":"2026-11-21T14:33:07Z","epoch":0,"packets":9,"bytes":100}""";

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        string key = new('a', 64);
        foreach ((int seed, byte[] bytes) in Seeds.Texts(Cached, 24, first: 1800))
        {
            yield return new ReaderInput($"cache-{seed}", folder =>
            {
                var cache = new ResponseCache(folder, TimeProvider.System);
                cache.Find(key);
                cache.Measure();
                cache.Prune(0);
                return Task.CompletedTask;
            })
            {
                Files = [($"aa/{key}.json", bytes), ($"{key}.json", bytes), ("aa/other.tmp", bytes)],
            };
        }

        foreach ((int seed, byte[] bytes) in seeds.Bytes("case.zip", 24, first: 1900))
        {
            yield return new CommandInput($"case-{seed}", "case", "verify", "@/case.zip", "--json") { Files = [("case.zip", bytes)] };
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(seeds.Text("signing.key"), 10, first: 2000))
        {
            yield return new CommandInput($"key-{seed}", "case", seeds.PathOf("run"), "--out", "@/case.zip", "--key", "@/signing.key") { Files = [("signing.key", bytes)] };
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(seeds.Text("signing.key.pub"), 8, first: 2000))
        {
            yield return new CommandInput($"public-{seed}", "case", "verify", seeds.PathOf("case.zip"), "--key", "@/signing.key.pub") { Files = [("signing.key.pub", bytes)] };
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(Index + "\n" + Index + "\n", 10, first: 2100))
        {
            yield return new ReaderInput($"segments-{seed}", async folder => await SegmentFolder.OpenAsync(folder, CancellationToken.None))
            {
                Files = [("index.jsonl", bytes), ("20261121T143207.000Z.mp4", Mutation.Bytes(seeds["fragments.mp4"], seed)), ("20261121T143208.000Z.mp4", Encoding.UTF8.GetBytes("x"))],
            };
        }

        foreach ((int seed, byte[] bytes) in seeds.Bytes("fragments.nut", 24, first: 2200))
        {
            yield return new ReaderInput($"nut-{seed}", _ => ReadNutAsync(bytes), typeof(NutFormatException), typeof(EndOfStreamException));
        }

        foreach ((int seed, byte[] bytes) in seeds.Bytes("fragments.mp4", 20, first: 2300))
        {
            yield return new ReaderInput($"fragments-{seed}", _ => ReadFragmentsAsync(bytes), typeof(InvalidDataException), typeof(EndOfStreamException));
        }
    }

    private static async Task ReadNutAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new NutReader(stream);
        if (await reader.ReadHeadersAsync(CancellationToken.None) is null)
        {
            return;
        }

        while (await reader.ReadFrameHeaderAsync(CancellationToken.None) is { } frame)
        {
            // The decoder asks for frames of the size that it knows.
            if (frame.Size is < 0 or > 1 << 20 || !await reader.ReadPixelsAsync(new byte[frame.Size], CancellationToken.None))
            {
                return;
            }
        }
    }

    private static async Task ReadFragmentsAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        await foreach (Fragment fragment in FragmentReader.ReadAsync(stream, TimeProvider.System, CancellationToken.None))
        {
            _ = fragment;
        }
    }
}
