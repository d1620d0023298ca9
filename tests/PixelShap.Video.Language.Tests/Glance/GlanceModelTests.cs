using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Language.Glance;

namespace PixelShap.Video.Language.Tests.Glance;

/// <summary>The network's answers, with a tiny one of random weights (tools/glance/tiny.py), and files that are none.</summary>
public sealed class GlanceModelTests : IDisposable
{
    private static readonly string File = Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Language.Tests/Glance/Networks/pixelshap-glance.onnx");
    private readonly string _folder = Directory.CreateTempSubdirectory("glance-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_answer_is_text_and_the_same_again_without_temperature()
    {
        await using GlanceModel model = Load(0), again = Load(0);
        Question question = new(Street(1), "Is there a car?");
        (Answer answer, IReadOnlyList<double> logs) = await model.SayAsync(question, CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        Assert.NotEmpty(answer.Text);
        Assert.All(logs, log => Assert.InRange(log, -50, 0));
        Assert.Equal(answer.Text, (await again.AskAsync(question with { Repeat = 3 }, CancellationToken.None)).Text);
    }

    [Fact]
    public async Task At_a_temperature_the_seed_decides_and_repeats_differ()
    {
        await using GlanceModel model = Load(1.5), again = Load(1.5);
        string[] first = await Repeats(model), second = await Repeats(again);
        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 1, "Six draws at temperature 1.5 were all the same.");

        static async Task<string[]> Repeats(GlanceModel model)
        {
            var answers = new List<string>();
            for (int repeat = 0; repeat < 6; repeat++)
            {
                answers.Add((await model.AskAsync(new Question(Street(1), "Describe the scene.") { Repeat = repeat }, CancellationToken.None)).Text);
            }

            return [.. answers];
        }
    }

    [Fact]
    public async Task The_probabilities_of_options_add_up_to_one_and_follow_what_it_says()
    {
        await using GlanceModel model = Load(0);
        Question question = new(Street(1), "Is there a bus?");
        string first = (await model.AskAsync(question, CancellationToken.None)).Text.Split(' ')[0];
        string[] options = [first, .. new[] { "yes", "no", "red" }.Where(word => !word.Equals(first, StringComparison.OrdinalIgnoreCase))];
        IReadOnlyList<double> logs = await model.ChooseAsync(question, options, CancellationToken.None);
        Assert.Equal(1, logs.Sum(Math.Exp), 6);
        Assert.Equal(logs.Max(), logs[0]);

        await Assert.ThrowsAsync<ArgumentException>(() => model.ChooseAsync(question, ["yes", "xylophone"], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => model.ChooseAsync(question, [], CancellationToken.None));
    }

    [Fact]
    public async Task Pixels_and_earlier_pictures_reach_the_network()
    {
        await using GlanceModel model = Load(0);
        const string Prompt = "What is the car directly ahead doing?";
        IReadOnlyList<double> one = (await model.SayAsync(new Question(Street(1), Prompt), CancellationToken.None)).LogProbabilities;
        IReadOnlyList<double> other = (await model.SayAsync(new Question(Street(2), Prompt), CancellationToken.None)).LogProbabilities;
        IReadOnlyList<double> two = (await model.SayAsync(
            new Question(Street(1), Prompt) { Earlier = [new EarlierPicture(Street(2), .5, new PictureCache())] }, CancellationToken.None)).LogProbabilities;
        Assert.NotEqual(one[0], other[0]);
        Assert.NotEqual(one[0], two[0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 500)]
    [InlineData(1920, 1080)]
    [InlineData(448, 252)]
    public async Task Every_size_of_picture_and_every_question_gets_an_answer(int width, int height)
    {
        await using GlanceModel model = Load(0);
        var image = new BgrImage(new byte[width * height * 3], width, height, width * 3);
        foreach (string prompt in new[] { "", "¿Qué ves? 🚗", string.Join(' ', Enumerable.Repeat("car", 500)) })
        {
            Answer answer = await model.AskAsync(new Question(image, prompt), CancellationToken.None);
            Assert.True(answer.Kind is AnswerKind.Text or AnswerKind.Empty);
        }
    }

    [Fact]
    public async Task The_longest_answer_is_a_setting()
    {
        await using GlanceModel model = GlanceModel.Load(File, new VlmConfiguration { MaxTokens = 2 }, 1);
        (Answer answer, IReadOnlyList<double> logs) = await model.SayAsync(new Question(Street(1), "Describe the scene."), CancellationToken.None);
        Assert.True(answer.IsCut);
        Assert.Equal(2, logs.Count);
    }

    [Fact]
    public async Task Who_no_longer_waits_is_not_answered()
    {
        await using GlanceModel model = Load(0);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.AskAsync(new Question(Street(1), "Is there a car?"), cancelled.Token));
    }

    [Fact]
    public void Files_that_are_missing_broken_or_something_else_are_errors_that_say_so()
    {
        string eye = Path.Combine(_folder, "pixelshap-glance.onnx"), says = Path.Combine(_folder, "pixelshap-glance-words.onnx");
        Assert.Contains("does not exist", Refused(eye), StringComparison.Ordinal);
        System.IO.File.Copy(File, eye);
        Assert.Contains("pixelshap-glance-words.onnx", Refused(eye), StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(says, System.IO.File.ReadAllBytes(Path.ChangeExtension(File, null) + "-words.onnx")[..20_000]);
        Assert.Contains("cannot be loaded", Refused(eye), StringComparison.Ordinal);
        System.IO.File.WriteAllText(says, "<html>not found</html>");
        Assert.Contains("cannot be loaded", Refused(eye), StringComparison.Ordinal);
        System.IO.File.Copy(Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx"), says, overwrite: true);
        Assert.Contains("not those of such a model", Refused(eye), StringComparison.Ordinal);
        System.IO.File.Delete(says);
        Directory.CreateDirectory(says);
        Assert.Contains("does not exist", Refused(eye), StringComparison.Ordinal);
    }

    private static string Refused(string path)
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => GlanceModel.Load(path, new VlmConfiguration(), 1));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.NotEmpty(error.Remedy);
        return error.Message;
    }

    private static GlanceModel Load(double temperature) => GlanceModel.Load(File, new VlmConfiguration { Temperature = temperature }, 1);

    /// <summary>Noise over a grey road below a bright sky, another one for each seed.</summary>
    private static BgrImage Street(int seed)
    {
        const int Width = 320, Height = 180;
        var pixels = new byte[Width * Height * 3];
        new Random(seed).NextBytes(pixels);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((pixels[i] / 4) + (i < pixels.Length / 2 ? 150 : 60));
        }

        return new BgrImage(pixels, Width, Height, Width * 3);
    }
}
