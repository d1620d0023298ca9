using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Language.GenAi;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Language.Tests.GenAi;

/// <summary>Models on this machine, through the real ONNX Runtime GenAI.</summary>
public sealed class GenAiTests : IDisposable
{
    private const string Phi = "models/genai-dummy/phi3-v", Qwen = "models/genai-dummy/qwen2-5-vl", Minimal = "models/genai-dummy/multimodal-decoder-with-input-ids";
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <remarks>
    /// How far the dummy of Phi-3-vision goes: the library loads its three networks, its tokenizer and its image processor; it decodes the picture, cuts it
    /// into 4 × 3 crops, writes 1933 image tokens into the prompt and runs the vision network. That one returns two rows whatever it is shown, so
    /// that the library refuses to go on to embedding and text. What comes after is shown with networks of our own below.
    /// </remarks>
    [SharedDataFact(Phi, "data/stills/bus.jpg")]
    public async Task The_dummy_of_Phi_3_vision_goes_as_far_as_its_vision_network_whose_output_has_two_rows_for_any_picture()
    {
        await using IVisionLanguageModel model = Model(SharedData.Path(Phi));
        BgrImage bus = new OpenCvImageCodec().Decode(await File.ReadAllBytesAsync(SharedData.Path("data/stills/bus.jpg")));
        Assert.Equal((554, 740), (bus.Width, bus.Height));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(new Question(bus, "Who is there?"), CancellationToken.None));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("phi3-v cannot answer", error.Message, StringComparison.Ordinal);
        Assert.Contains("image_features", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Got: {ImageTokens(4, 3)} Expected: 2", error.Message, StringComparison.Ordinal);
    }

    /// <remarks>The dummy of Qwen2.5-VL has no <c>tokenizer.json</c>, the minimal chain no <c>processor_config.json</c>: the library says so while it loads.</remarks>
    [SharedDataFact(Qwen, Minimal)]
    public void The_other_dummies_lack_a_file_and_the_message_names_it()
    {
        foreach ((string folder, string file) in ((string, string)[])[(Qwen, "tokenizer.json"), (Minimal, "processor_config.json")])
        {
            var error = Assert.Throws<PixelShapException>(() => Model(SharedData.Path(folder)));
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [SharedDataFact(Phi)]
    public async Task A_picture_becomes_tokens_and_tokens_become_an_answer()
    {
        // The networks are ours (make_models.py); tokenizer and image processor are those of Phi-3-vision.
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

    [SharedDataFact(Phi)]
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

    [SharedDataFact(Phi)]
    public async Task Earlier_pictures_are_shown_to_it_too()
    {
        await using IVisionLanguageModel model = Model(Chain());
        Answer answer = await model.AskAsync(Grey(40) with { Earlier = [new EarlierPicture(Grey(220).Image, 0.5, new PictureCache())] }, CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        Assert.InRange(model.Usage!.InputTokens, (2 * ImageTokens(4, 4)) + 8, (2 * ImageTokens(4, 4)) + 60);
    }

    [SharedDataFact(Phi)]
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

    /// <summary>A folder with the tiny networks and the tokenizer and image processor of the dummy.</summary>
    private string Chain(string name = "chain")
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (string file in (string[])["vision.onnx", "embedding.onnx", "text.onnx", "genai_config.json"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "GenAi", file), Path.Combine(folder, file), overwrite: true);
        }

        foreach (string file in (string[])["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "processor_config.json"])
        {
            // The copy must be writable, which the original is not.
            File.WriteAllBytes(Path.Combine(folder, file), File.ReadAllBytes(Path.Combine(SharedData.Path(Phi), file)));
        }

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
