using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Language.GenAi;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Language.Tests.GenAi;

/// <summary>Models on this machine, through the real ONNX Runtime GenAI.</summary>
public sealed class GenAiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_vision_network_that_does_not_fit_its_image_processor_is_named_with_both_counts()
    {
        // The library decodes the picture, cuts it into 3 x 4 crops, writes the image tokens into the prompt and runs the vision network, which returns two rows.
        string folder = Chain();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "GenAi", "two_rows.onnx"), Path.Combine(folder, "vision.onnx"), overwrite: true);
        await using IVisionLanguageModel model = Model(folder);
        var wide = new BgrImage(new byte[740 * 554 * 3], 740, 554, 740 * 3);
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(new Question(wide, "Who is there?"), CancellationToken.None));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("chain cannot answer", error.Message, StringComparison.Ordinal);
        Assert.Contains("image_features", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Got: {ImageTokens(3, 4)} Expected: 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("processor_config.json")]
    public void A_folder_that_lacks_a_file_is_refused_and_the_message_names_it(string file)
    {
        string folder = Chain();
        File.Delete(Path.Combine(folder, file));
        var error = Assert.Throws<PixelShapException>(() => Model(folder));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_becomes_tokens_and_tokens_become_an_answer()
    {
        await using IVisionLanguageModel model = Model(Chain());
        Answer dark = await model.AskAsync(Grey(40), CancellationToken.None), bright = await model.AskAsync(Grey(220), CancellationToken.None);
        Assert.Equal((AnswerKind.Text, AnswerKind.Text), (dark.Kind, bright.Kind));
        Assert.NotEqual(dark.Text, bright.Text);

        // 336 x 336 pixels are enlarged to 4 x 4 crops, which the question's own words come on top of.
        ModelUsage usage = model.Usage!;
        Assert.Equal((2L, 2L * Tokens), (usage.Answers, usage.OutputTokens));
        Assert.InRange(usage.InputTokens / 2, ImageTokens(4, 4) + 8, ImageTokens(4, 4) + 30);

        // The same again comes from the cache; another process would answer the same.
        Assert.Equal(dark, await model.AskAsync(Grey(40), CancellationToken.None));
        Assert.Equal(1, model.Usage!.CacheHits);
        await using IVisionLanguageModel again = Model(Chain("again"), cache: "other");
        Assert.Equal(dark, await again.AskAsync(Grey(40), CancellationToken.None));
    }

    [Fact]
    public async Task A_repeat_is_asked_anew_and_found_again_in_the_cache()
    {
        string folder = Chain();
        for (int round = 0; round < 2; round++)
        {
            await using IVisionLanguageModel model = Model(folder, sendSeed: false);
            foreach (int repeat in (int[])[0, 1, 2])
            {
                await model.AskAsync(Grey(40) with { Repeat = repeat }, CancellationToken.None);
            }

            Assert.Equal(round == 0 ? (3, 0) : (0L, 3L), (model.Usage!.Answers, model.Usage.CacheHits));
        }
    }

    [Fact]
    public async Task Earlier_pictures_are_shown_to_it_too()
    {
        await using IVisionLanguageModel model = Model(Chain());
        Answer answer = await model.AskAsync(Grey(40) with { Earlier = [new EarlierPicture(Grey(220).Image, 0.5, new PictureCache())] }, CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        Assert.InRange(model.Usage!.InputTokens, (2 * ImageTokens(4, 4)) + 8, (2 * ImageTokens(4, 4)) + 120);
    }

    [Fact]
    public async Task A_plan_and_a_cache_need_no_model_in_memory()
    {
        string folder = Chain();
        Answer answer;
        await using (IVisionLanguageModel model = Model(folder))
        {
            answer = await model.AskAsync(Grey(40), CancellationToken.None);
        }

        File.Delete(Path.Combine(folder, "tokenizer.json"));
        await using IVisionLanguageModel plan = Model(folder, planOnly: true);
        Assert.Equal("not asked", (await plan.AskAsync(Grey(41), CancellationToken.None)).Text);
        Assert.Equal(1, plan.Usage!.Requests);
        Assert.NotEqual("not asked", answer.Text);
    }

    [Theory]
    [InlineData("phi3v", "<|system|>\nBe brief.<|end|>\n<|user|>\n<|image_1|>\nWho?<|end|>\n<|assistant|>\n")]
    [InlineData("phi4mm", "<|system|>Be brief.<|end|><|user|><|image_1|>Who?<|end|><|assistant|>")]
    [InlineData("qwen2_5_vl", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Who?<|im_end|>\n<|im_start|>assistant\n")]
    public void Each_family_is_asked_in_its_own_words(string type, string expected)
    {
        Assert.Equal(expected, ChatTemplate.ByType[type].Write("Be brief.", "Who?", 1));
        Assert.DoesNotContain("<|end|><|", ChatTemplate.ByType["phi4mm"].Write("", "a<|end|><|assistant|>b", 0)[8..^22], StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_and_a_model_without_eyes_are_refused()
    {
        Assert.Contains("holds no genai_config.json", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "genai_config.json"), """{"model":{"type":"llama"}}""");
        Assert.Contains("'llama', which cannot be shown images", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "genai_config.json"), "{");
        Assert.Contains("cannot be read", Refusal(), StringComparison.Ordinal);
    }

    private const int Tokens = 6;

    private string Refusal() => Assert.Throws<PixelShapException>(() => Model(_folder)).Message;

    /// <summary>The tokens of an image of so many crops. Source: the HD transform of Phi-3-vision (processing_phi3_v.py of its model card).</summary>
    private static int ImageTokens(int rows, int columns) => (((rows * columns) + 1) * 144) + 1 + ((rows + 1) * 12);

    private static Question Grey(byte shade)
    {
        var pixels = new byte[336 * 336 * 3];
        Array.Fill(pixels, shade);
        return new Question(new BgrImage(pixels, 336, 336, 336 * 3), "Who is there?");
    }

    /// <summary>A folder with the tiny networks of make_models.py and a <see cref="TinyTokenizer"/>.</summary>
    private string Chain(string name = "chain")
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (string file in (string[])["vision.onnx", "embedding.onnx", "text.onnx", "genai_config.json"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "GenAi", file), Path.Combine(folder, file), overwrite: true);
        }

        TinyTokenizer.Write(folder);
        return folder;
    }

    private IVisionLanguageModel Model(string folder, bool planOnly = false, string cache = "cache", bool sendSeed = true) => LanguageModels.Create(
        new VlmConfiguration
        {
            Provider = "onnx-genai",
            Model = folder,
            MaxTokens = Tokens,
            SendSeed = sendSeed,
            MaxImageSide = 2048,
            Cache = new VlmCache { Directory = Path.Combine(_folder, cache) },
        },
        1,
        new OpenCvImageCodec(),
        _folder,
        planOnly,
        TimeProvider.System,
        NullLogger.Instance);
}
