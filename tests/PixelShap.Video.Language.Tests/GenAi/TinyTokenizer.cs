using System.Text.Json;

namespace PixelShap.Video.Language.Tests.GenAi;

/// <summary>
/// Tokenizer and image processor of a model folder in the layout of Phi-3-vision, made up: single characters and invented words, as many as its 32000, with the
/// special tokens at its places.
/// </summary>
internal static class TinyTokenizer
{
    private const int Words = 32000;
    private static readonly (int Id, string Content)[] Special =
    [
        (0, "<unk>"), (1, "<s>"), (2, "</s>"), (32000, "<|endoftext|>"), (32001, "<|assistant|>"), (32006, "<|system|>"), (32007, "<|end|>"), (32010, "<|user|>"),
        (32044, "<|image|>"),
    ];

    /// <summary>Writes the four files.</summary>
    public static void Write(string folder)
    {
        var tokenizer = new
        {
            version = "1.0",
            added_tokens = Special.Select(token => new { id = token.Id, content = token.Content, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
            normalizer = new
            {
                type = "Sequence",
                normalizers = (object[])[new { type = "Prepend", prepend = "\u2581" }, new { type = "Replace", pattern = new { String = " " }, content = "\u2581" }],
            },
            decoder = new
            {
                type = "Sequence",
                decoders = (object[])[new { type = "Replace", pattern = new { String = "\u2581" }, content = " " }, new { type = "ByteFallback" }, new { type = "Fuse" }],
            },
            model = new { type = "BPE", unk_token = "<unk>", fuse_unk = true, byte_fallback = true, vocab = Vocabulary(), merges = (string[])["W h", "Wh o"] },
        };
        Write(folder, "tokenizer.json", tokenizer);
        Write(folder, "tokenizer_config.json", new
        {
            tokenizer_class = "LlamaTokenizer",
            add_bos_token = true,
            add_eos_token = false,
            bos_token = "<s>",
            eos_token = "<|endoftext|>",
            pad_token = "<|endoftext|>",
            unk_token = "<unk>",
            added_tokens_decoder = Special.ToDictionary(token => $"{token.Id}", token => new { content = token.Content, special = true }),
        });
        Write(folder, "special_tokens_map.json", new { bos_token = "<s>", eos_token = "<|endoftext|>", pad_token = "<|endoftext|>", unk_token = "<unk>" });
        Write(folder, "processor_config.json", new
        {
            processor = new
            {
                name = "image_processing",
                transforms = (object[])
                [
                    Step("decode_image", "DecodeImage", new { color_space = "BGR" }),
                    Step("convert_to_rgb", "ConvertRGB", null),
                    Step("phi3_image_transform", "Phi3ImageTransform", new { num_crops = 4, num_img_tokens = 144 }),
                ],
            },
        });
    }

    private static object Step(string name, string type, object? attrs) => attrs is null
        ? new { operation = new { name, domain = "com.microsoft.extensions", type } }
        : new { operation = new { name, domain = "com.microsoft.extensions", type, attrs } };

    private static Dictionary<string, int> Vocabulary()
    {
        IEnumerable<string> pieces = Special.Take(3).Select(token => token.Content)
            .Concat(Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"))
            .Concat(["\u2581", "Wh", "Who"])
            .Concat(Enumerable.Range('!', '~' - '!' + 1).Select(letter => $"{(char)letter}"))
            .Concat(Enumerable.Range(0, Words).Select(number => $"\u2581w{number}"));
        return pieces.Take(Words).Index().ToDictionary(item => item.Item, item => item.Index);
    }

    private static void Write(string folder, string file, object content) => File.WriteAllText(Path.Combine(folder, file), JsonSerializer.Serialize(content));
}
