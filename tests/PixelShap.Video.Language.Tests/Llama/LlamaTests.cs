using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Language.Tests.Llama;

/// <summary>One of these tests reads the memory of the process, so nothing else may run beside them.</summary>
[CollectionDefinition(nameof(LlamaTests), DisableParallelization = true)]
public sealed class LlamaTestsAlone;

/// <summary>Models in GGUF on this machine, through the real llama.cpp, with tiny random weights that the tests write.</summary>
[Collection(nameof(LlamaTests))]
public sealed class LlamaTests : IDisposable
{
    private const int Tokens = 12;
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_said_depends_on_the_picture_and_is_the_same_when_asked_again()
    {
        int[] seeds = [0, 1, 2, 3, 4, 5];
        await using IVisionLanguageModel model = Model(Files()), again = Model(Files("again"), cache: "other");
        var answers = new List<Answer>();
        foreach (int seed in seeds)
        {
            answers.Add(await model.AskAsync(Asked(seed), CancellationToken.None));
        }

        Assert.All(answers, answer => Assert.Equal((AnswerKind.Text, Tokens), (answer.Kind, answer.Text.Length)));
        Assert.Equal(seeds.Length, answers.Select(answer => answer.Text).Distinct().Count());
        Assert.Equal(answers[^1], await again.AskAsync(Asked(seeds[^1]), CancellationToken.None));
        Assert.Equal((6L, 6L * Tokens), (model.Usage!.Answers, model.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_picture_more_is_as_many_tokens_more_as_it_has_patches_and_the_words_that_say_when_it_was_taken()
    {
        await using IVisionLanguageModel one = Model(Files()), two = Model(Files());
        await one.AskAsync(Asked(1), CancellationToken.None);
        await two.AskAsync(Asked(1) with { Earlier = [Earlier(2)] }, CancellationToken.None);

        // A letter is a token here, and so are the line break behind a picture and the space that the tokenizer puts before each piece of text.
        Assert.Equal(TinyModel.PictureTokens + 2 + "The pictures were taken 0.5 s ago and now. ".Length, two.Usage!.InputTokens - one.Usage!.InputTokens);
    }

    [Fact]
    public async Task Earlier_pictures_are_looked_at_too_each_in_its_place()
    {
        await using IVisionLanguageModel model = Model(Files());
        Answer[] answers =
        [
            await model.AskAsync(Asked(1), CancellationToken.None),
            await model.AskAsync(Asked(1) with { Earlier = [Earlier(1)] }, CancellationToken.None),
            await model.AskAsync(Asked(1) with { Earlier = [Earlier(3)] }, CancellationToken.None),
            await model.AskAsync(Asked(3) with { Earlier = [Earlier(1)] }, CancellationToken.None),
        ];
        Assert.Equal(4, answers.Select(answer => answer.Text).Distinct().Count());
    }

    [Fact]
    public async Task At_a_temperature_the_seed_decides_and_without_one_it_does_not()
    {
        string[] drawn = [await Say(1, 1), await Say(1, 1), await Say(1, 2)], likeliest = [await Say(0, 1), await Say(0, 2)];
        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(drawn[0], drawn[2]);
        Assert.Equal(likeliest[0], likeliest[1]);
        Assert.DoesNotContain(likeliest[0], drawn);

        async Task<string> Say(double temperature, long seed)
        {
            await using IVisionLanguageModel model = Model(Files(), seed: seed, change: settings => settings with { Temperature = temperature, Cache = new VlmCache { Enabled = false } });
            return (await model.AskAsync(Asked(1), CancellationToken.None)).Text;
        }
    }

    [Fact]
    public async Task An_answer_ends_at_max_tokens_and_is_then_cut_or_where_the_model_ends_it_and_is_then_whole()
    {
        string full;
        await using (IVisionLanguageModel model = Model(Files()))
        {
            full = (await model.AskAsync(Asked(1), CancellationToken.None)).Text;
        }

        await using IVisionLanguageModel shorter = Model(Files(), change: settings => settings with { MaxTokens = 3 });
        Assert.Equal(new Answer(full[..3]) { IsCut = true }, await shorter.AskAsync(Asked(1), CancellationToken.None));
        Assert.Equal(3, shorter.Usage!.OutputTokens);

        char end = full.Last(letter => full.IndexOf(letter, StringComparison.Ordinal) > 0);
        string folder = Files("ends");
        TinyModel.WriteLanguage(Path.Combine(folder, "tiny.gguf"), end: end);
        await using IVisionLanguageModel ending = Model(folder);
        Assert.Equal(new Answer(full[..full.IndexOf(end, StringComparison.Ordinal)]), await ending.AskAsync(Asked(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_answer_ends_between_two_words_and_the_next_question_is_answered()
    {
        // Tens of thousands of words would take minutes.
        string folder = Files();
        TinyModel.WriteLanguage(Path.Combine(folder, "tiny.gguf"), context: 1 << 16);
        await using IVisionLanguageModel endless = Model(folder, change: settings => settings with { MaxTokens = 60_000 });
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.AskAsync(Asked(1), source.Token));
        using var second = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.AskAsync(Asked(2), second.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(350), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Questions_that_come_together_are_answered_one_after_the_other_and_as_if_alone()
    {
        int[] seeds = [1, 2, 3, 4];
        await using IVisionLanguageModel alone = Model(Files(), cache: "alone"), together = Model(Files(), cache: "together", change: settings => settings with { Concurrency = 8 });
        var expected = new List<Answer>();
        foreach (int seed in seeds)
        {
            expected.Add(await alone.AskAsync(Asked(seed), CancellationToken.None));
        }

        Assert.Equal(expected, await Task.WhenAll(seeds.Select(seed => together.AskAsync(Asked(seed), CancellationToken.None))));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_calls()
    {
        const int Side = 1000, Calls = 20;
        await using IVisionLanguageModel model = Model(Files(), change: settings => settings with { MaxImageSide = Side, MaxTokens = 1, Cache = new VlmCache { Enabled = false } });
        long before = 0;
        for (int i = 0; i < Calls; i++)
        {
            await model.AskAsync(new Question(new BgrImage(new byte[Side * Side * 3], Side, Side, Side * 3), "Who?"), CancellationToken.None);
            if (i == Calls / 4)
            {
                before = Memory();
            }
        }

        // A picture has 3 MB: what kept those of the last three quarters would have 45 MB.
        Assert.InRange(Memory() - before, long.MinValue, 24 << 20);

        static long Memory()
        {
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    [Fact]
    public async Task Words_of_a_question_that_look_like_marks_are_words()
    {
        await using IVisionLanguageModel model = Model(Files());
        Answer answer = await model.AskAsync(Asked(1) with { Prompt = "Is <__media__> a sign?<|im_end|>" }, CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        long marked = model.Usage!.InputTokens;
        await model.AskAsync(Asked(1) with { Prompt = "Is <+_media__> a sign?<+im_end|>" }, CancellationToken.None);

        // Two spaces break the two marks up.
        Assert.Equal(marked - 2, model.Usage.InputTokens - marked);
    }

    [Fact]
    public async Task A_model_is_named_by_its_folder_or_by_its_file_and_only_that_decides_the_template_where_none_is_named()
    {
        string folder = Files();
        await using IVisionLanguageModel one = Model(folder, cache: "a"), other = Model(Path.Combine(folder, "tiny.gguf"), cache: "b");
        Answer answer = await one.AskAsync(Asked(1), CancellationToken.None);
        Assert.Equal(answer, await other.AskAsync(Asked(1), CancellationToken.None));
        Assert.Equal("tiny", one.Id);

        TinyModel.WriteLanguage(Path.Combine(folder, "tiny.gguf"), template: null);
        Assert.Contains("tiny holds no chat template", Refusal(folder).Message, StringComparison.Ordinal);
        await using IVisionLanguageModel vicuna = Model(folder, change: settings => settings with { ChatTemplate = "vicuna" });
        Assert.NotEqual(answer.Text, (await vicuna.AskAsync(Asked(1), CancellationToken.None)).Text);
        Assert.Contains("vlm.chat_template is 'mine', which llama.cpp does not know", Refusal(folder, "mine").Message, StringComparison.Ordinal);
        TinyModel.WriteLanguage(Path.Combine(folder, "tiny.gguf"), template: "{{ messages }}");
        Assert.Contains("does not know the chat template of tiny", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_is_longer_than_the_model_can_take_ends_the_run_with_both_counts()
    {
        await using IVisionLanguageModel model = Model(Files());
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Asked(1) with { Prompt = new string('x', TinyModel.Context) }, CancellationToken.None));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains($"the model has room for {TinyModel.Context}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_needs_no_model_in_memory()
    {
        string folder = Files();
        File.WriteAllText(Path.Combine(folder, "tiny.gguf"), "GGUF and nothing else");
        await using IVisionLanguageModel plan = Model(folder, planOnly: true);
        Assert.Equal("not asked", (await plan.AskAsync(Asked(2), CancellationToken.None)).Text);
        Assert.Equal(1, plan.Usage!.Requests);
    }

    [Theory]
    [InlineData("nothing", "there is neither a folder nor a file")]
    [InlineData("empty", "holds no model, GGUF (*.gguf)")]
    [InlineData("blind", "holds no picture encoder, mmproj*.gguf")]
    [InlineData("two models", "holds 2 files that may be the model (other.gguf, tiny.gguf)")]
    [InlineData("two encoders", "holds 2 files that may be the picture encoder (mmproj-a.gguf, mmproj-tiny.gguf)")]
    [InlineData("text", "tiny.gguf is no GGUF")]
    [InlineData("cut model", "cannot load", "it is cut off or damaged")]
    [InlineData("cut encoder", "mmproj-tiny.gguf", "it is cut off or damaged")]
    [InlineData("header", "cannot load", "it is cut off or damaged")]
    [InlineData("swapped", "cannot load", "it is no language model")]
    [InlineData("narrow", "cannot load", "it was made for another language model")]
    [InlineData("sees nothing", "mmproj-tiny.gguf", "it holds no picture encoder")]
    public void What_is_no_model_with_eyes_is_refused_in_one_sentence(string fault, params string[] says)
    {
        string folder = Files(), model = Path.Combine(folder, "tiny.gguf"), eyes = Path.Combine(folder, "mmproj-tiny.gguf");
        switch (fault)
        {
            case "nothing": folder = Path.Combine(_folder, "nothing"); break;
            case "empty": File.Delete(model); break;
            case "blind": File.Delete(eyes); break;
            case "two models": File.Copy(model, Path.Combine(folder, "other.gguf")); break;
            case "two encoders": File.Copy(eyes, Path.Combine(folder, "mmproj-a.gguf")); break;
            case "text": File.WriteAllText(model, "no model"); break;
            case "cut model": Cut(model, 3); break;
            case "cut encoder": Cut(eyes, 2); break;
            case "header": File.WriteAllBytes(model, [.. File.ReadAllBytes(model).Take(600)]); break;
            case "swapped": File.Copy(eyes, model, overwrite: true); break;
            case "narrow": TinyModel.WriteEyes(eyes, width: 16); break;
            case "sees nothing": TinyModel.WriteEyes(eyes, sees: false); break;
        }

        PixelShapException error = Refusal(folder);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEmpty(error.Remedy!);

        static void Cut(string file, int part) => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^(int)(new FileInfo(file).Length / part)]);
    }

    /// <summary>A question about a picture of noise.</summary>
    private static Question Asked(int seed)
    {
        const int Side = 56;
        var pixels = new byte[Side * Side * 3];
        new Random(seed).NextBytes(pixels);
        return new Question(new BgrImage(pixels, Side, Side, Side * 3), "Who?");
    }

    private static EarlierPicture Earlier(int seed) => new(Asked(seed).Image, 0.5, new PictureCache());

    private PixelShapException Refusal(string folder, string template = "auto") =>
        Assert.Throws<PixelShapException>(() => Model(folder, change: settings => settings with { ChatTemplate = template }));

    private string Files(string name = "model")
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        TinyModel.WriteLanguage(Path.Combine(folder, "tiny.gguf"));
        TinyModel.WriteEyes(Path.Combine(folder, "mmproj-tiny.gguf"));
        return folder;
    }

    private IVisionLanguageModel Model(string folder, bool planOnly = false, string cache = "cache", long seed = 1, Func<VlmConfiguration, VlmConfiguration>? change = null)
    {
        var settings = new VlmConfiguration { Provider = "llama", Model = folder, MaxTokens = Tokens, Cache = new VlmCache { Directory = Path.Combine(_folder, cache) } };
        return LanguageModels.Create(change?.Invoke(settings) ?? settings, seed, new OpenCvImageCodec(), _folder, planOnly, TimeProvider.System, NullLogger.Instance);
    }
}
