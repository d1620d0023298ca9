namespace PixelShap.Video.Language.Tests.Llama;

/// <summary>
/// A language model and the network that shows it pictures, with random weights, as llama.cpp wants them: the architecture 'llama', and a picture encoder
/// with LLaVA's projector. Source: the names in llama.cpp's src/llama-arch.cpp and tools/mtmd/clip-impl.h.
/// </summary>
internal static class TinyModel
{
    /// <summary>Width of both networks.</summary>
    private const int Width = 32, Inner = 64, Heads = 2, Layers = 2;

    /// <summary>Pixels of a picture's and of a patch's side: a picture is 4 x 4 patches.</summary>
    private const int Side = 56, Patch = 14;

    /// <summary>Tokens that a picture becomes.</summary>
    public const int PictureTokens = Side / Patch * (Side / Patch);

    public const int Context = 512;

    /// <summary>The first letter that can be said, and where it stands in the vocabulary.</summary>
    private const char FirstLetter = '!';
    private const int FirstLetterId = 5 + 256;

    public const string ChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}";

    /// <summary>Writes the language model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="template">Its chat template; null for none.</param>
    /// <param name="end">A letter that ends an answer; null for none, so that only the limit ends it.</param>
    /// <param name="context">The most tokens of question and answer together.</param>
    public static void WriteLanguage(string path, string? template = ChatMl, char? end = null, int context = Context)
    {
        string[] marks = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"];
        string[] bytes = [.. Enumerable.Range(0, 256).Select(i => $"<0x{i:X2}>")];
        string[] letters = [.. Enumerable.Range(FirstLetter, 94).Select(i => ((char)i).ToString()), "\u2581"];
        string[] words = [.. marks, .. bytes, .. letters];
        TinyGguf file = new TinyGguf()
            .Set("general.architecture", "llama")
            .Set("llama.context_length", context)
            .Set("llama.embedding_length", Width)
            .Set("llama.block_count", Layers)
            .Set("llama.feed_forward_length", Inner)
            .Set("llama.attention.head_count", Heads)
            .Set("llama.attention.head_count_kv", Heads)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set("llama.rope.dimension_count", Width / Heads)
            .Set("llama.vocab_size", words.Length)
            .Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", words)
            .Set("tokenizer.ggml.scores", [.. words.Select((_, i) => -(float)i)])
            .Set("tokenizer.ggml.token_type", [.. words.Select((_, i) => i == 0 ? 2 : i < marks.Length ? 3 : i < marks.Length + bytes.Length ? 6 : 1)])
            .Set("tokenizer.ggml.bos_token_id", 1)
            .Set("tokenizer.ggml.eos_token_id", end is { } letter ? FirstLetterId + letter - FirstLetter : 2)
            .Set("tokenizer.ggml.unknown_token_id", 0);
        if (template is not null)
        {
            file.Set("tokenizer.chat_template", template);
        }

        var random = new Random(1);
        float Any(int _) => (float)((random.NextDouble() * 2) - 1);

        // Only letters are ever said: no word ends the answer, and every answer is text that can be read.
        file.Tensor("token_embd.weight", [Width, words.Length], Any)
            .Tensor("output_norm.weight", [Width], _ => 1)
            .Tensor("output.weight", [Width, words.Length], i => i / Width < marks.Length + bytes.Length ? 0 : Any(i));
        for (int i = 0; i < Layers; i++)
        {
            string block = $"blk.{i}.";
            file.Tensor(block + "attn_norm.weight", [Width], _ => 1)
                .Tensor(block + "attn_q.weight", [Width, Width], Any)
                .Tensor(block + "attn_k.weight", [Width, Width], Any)
                .Tensor(block + "attn_v.weight", [Width, Width], Any)
                .Tensor(block + "attn_output.weight", [Width, Width], Any)
                .Tensor(block + "ffn_norm.weight", [Width], _ => 1)
                .Tensor(block + "ffn_gate.weight", [Width, Inner], Any)
                .Tensor(block + "ffn_up.weight", [Width, Inner], Any)
                .Tensor(block + "ffn_down.weight", [Inner, Width], Any);
        }

        file.Write(path);
    }

    /// <summary>Writes the picture encoder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The width of the language model that it is made for.</param>
    /// <param name="sees">Whether it says that it encodes pictures.</param>
    public static void WriteEyes(string path, int width = Width, bool sees = true)
    {
        var random = new Random(2);
        float Any(int _) => (float)((random.NextDouble() * 2) - 1);
        TinyGguf file = new TinyGguf()
            .Set("general.architecture", "clip")
            .Set("clip.has_vision_encoder", sees)
            .Set("clip.has_text_encoder", false)
            .Set("clip.has_llava_projector", true)
            .Set("clip.projector_type", "mlp")
            .Set("clip.use_gelu", false)
            .Set("clip.vision.image_size", Side)
            .Set("clip.vision.patch_size", Patch)
            .Set("clip.vision.embedding_length", Width)
            .Set("clip.vision.feed_forward_length", Inner)
            .Set("clip.vision.projection_dim", width)
            .Set("clip.vision.block_count", Layers)
            .Set("clip.vision.attention.head_count", Heads)
            .Set("clip.vision.attention.layer_norm_epsilon", 1e-5f)
            .Set("clip.vision.image_mean", [0.5f, 0.5f, 0.5f])
            .Set("clip.vision.image_std", [0.5f, 0.5f, 0.5f])
            .Tensor("v.class_embd", [Width], Any)
            .Tensor("v.patch_embd.weight", [Patch, Patch, 3, Width], Any)
            .Tensor("v.position_embd.weight", [Width, PictureTokens + 1], Any)
            .Tensor("v.pre_ln.weight", [Width], _ => 1)
            .Tensor("v.pre_ln.bias", [Width], _ => 0);
        for (int i = 0; i < Layers; i++)
        {
            string block = $"v.blk.{i}.";
            foreach (string part in (string[])["attn_q", "attn_k", "attn_v", "attn_out"])
            {
                file.Tensor($"{block}{part}.weight", [Width, Width], Any).Tensor($"{block}{part}.bias", [Width], _ => 0);
            }

            foreach (string part in (string[])["ln1", "ln2"])
            {
                file.Tensor($"{block}{part}.weight", [Width], _ => 1).Tensor($"{block}{part}.bias", [Width], _ => 0);
            }

            file.Tensor($"{block}ffn_up.weight", [Width, Inner], Any).Tensor($"{block}ffn_up.bias", [Inner], _ => 0)
                .Tensor($"{block}ffn_down.weight", [Inner, Width], Any).Tensor($"{block}ffn_down.bias", [Width], _ => 0);
        }

        file.Tensor("mm.0.weight", [Width, width], Any).Tensor("mm.0.bias", [width], _ => 0)
            .Tensor("mm.2.weight", [width, width], Any).Tensor("mm.2.bias", [width], _ => 0)
            .Write(path);
    }
}
