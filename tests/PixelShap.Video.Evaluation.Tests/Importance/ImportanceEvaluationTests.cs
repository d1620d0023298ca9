using System.Collections.Concurrent;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Tests.Importance;

/// <summary>A model that says which coloured squares it sees: what its answers hang on is known.</summary>
public sealed class ImportanceEvaluationTests
{
    private const int Width = 64, Height = 48;

    private static readonly (string Name, PixelBox Box, byte Grey)[] Squares =
    [
        ("big", new PixelBox(2, 2, 20, 20), 100),
        ("middle", new PixelBox(28, 20, 8, 8), 150),
        ("small", new PixelBox(50, 36, 4, 4), 200),
        ("tiny", new PixelBox(60, 2, 2, 2), 250),
    ];

    [Fact]
    public async Task Every_estimator_finds_what_the_answer_hangs_on_and_the_baselines_find_what_they_look_for()
    {
        IReadOnlyList<ImportanceTrial> trials = await PlayAsync(new ImportanceProtocol(), Ask("small"));

        Assert.Equal(4 * 8, trials.Count);
        Assert.All(trials.Where(trial => trial.Strategy is not ("largest" or "central")), trial =>
        {
            Assert.Equal("small", trial.Players[trial.Trial.Top]);
            Assert.Equal((1, 1.0, true), (trial.Trial.Rank, trial.Trial.Iou, trial.Trial.HasTarget));
            Assert.Equal(1.0, trial.Trial.Drop, 9);
        });
        Assert.All(trials.Where(trial => trial.Strategy == "largest"), trial => Assert.Equal(("big", 3), (trial.Players[trial.Trial.Top], trial.Trial.Rank)));
        Assert.All(trials.Where(trial => trial.Strategy == "central"), trial => Assert.Equal("middle", trial.Players[trial.Trial.Top]));
        Assert.Equal([15, 4, 9, 9], Calls(trials, "exact", "loo", "tokenshap", "edge"));
    }

    [Fact]
    public async Task The_same_pixels_are_asked_once_whatever_the_number_of_strategies()
    {
        var model = new SquareModel();
        await PlayAsync(new ImportanceProtocol { Regions = [MaskingRegion.Bbox, MaskingRegion.Precise] }, model, Ask("small"));
        Assert.Equal(16, model.Asked);
    }

    [Fact]
    public async Task A_target_stays_a_player_of_its_own_unless_it_shall_not()
    {
        var protocol = new ImportanceProtocol { Estimators = ["loo"], Regions = [MaskingRegion.Bboa], MaxPlayers = 2 };
        ImportanceTrial alone = (await PlayAsync(protocol, Ask("tiny")))[^1];
        Assert.Equal(["others", "tiny"], alone.Players.Order());
        Assert.Equal(1, alone.Trial.Rank);

        ImportanceTrial grouped = (await PlayAsync(protocol with { TargetsPlayAlone = false }, Ask("tiny")))[^1];
        Assert.Equal(["big", "others"], grouped.Players.Order());
        Assert.Null(grouped.Trial.Rank);
        Assert.True(grouped.Trial.HasTarget);
    }

    [Fact]
    public async Task A_question_that_hangs_on_nothing_has_no_target_and_no_importance()
    {
        IReadOnlyList<ImportanceTrial> trials = await PlayAsync(new ImportanceProtocol(), new ImportanceQuestion("none", null));
        Assert.All(trials.Where(trial => trial.Strategy is not ("largest" or "central")), trial =>
        {
            Assert.Equal((false, (int?)null), (trial.Trial.HasTarget, trial.Trial.Rank));
            Assert.InRange(trial.Trial.TopValue, -1e-9, 1e-9);
        });
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_values()
    {
        ImportanceQuestion[] questions = [Ask("small"), Ask("big")];
        IReadOnlyList<ImportanceTrial> first = await PlayAsync(new ImportanceProtocol(), questions), second = await PlayAsync(new ImportanceProtocol(), questions);
        Assert.Equal(first.SelectMany(trial => trial.Values), second.SelectMany(trial => trial.Values));
    }

    /// <summary>As in a run: a traffic light ahead has fewer pixels than a car behind it, and is nearer by its looks.</summary>
    [Fact]
    public async Task Beyond_the_limit_the_farthest_objects_are_grouped_and_not_the_smallest()
    {
        string[] classes = ["truck", "traffic light", "car", "bus"];
        ImportanceObject[] objects = [.. Squares.Zip(classes, (square, name) => ImportanceObject.Of(name, new Detection(0, name, 1, BoxOf(square.Box), null), Width, Height))];
        var protocol = new ImportanceProtocol { Estimators = ["loo"], Regions = [MaskingRegion.Bboa], MaxPlayers = 2 };
        ImportanceTrial trial = (await PlayAsync(protocol, new SquareModel(), objects, new ImportanceQuestion("none", null)))[^1];
        Assert.Equal(["others", "traffic light"], trial.Players.Order());
    }

    [Fact]
    public async Task The_noise_of_answers_is_measured_once_per_question()
    {
        var model = new SquareModel();
        var protocol = new ImportanceProtocol { Estimators = ["loo"], NoiseRepeats = 3 };
        await PlayAsync(protocol, model, Ask("small"), Ask("big"));
        Assert.Equal([1, 1, 2, 2, 3, 3], model.Repeats.Order());
    }

    private static IEnumerable<int> Calls(IReadOnlyList<ImportanceTrial> trials, params string[] strategies) =>
        strategies.Select(name => trials.First(trial => trial.Strategy == name).Trial.Calls);

    private static ImportanceQuestion Ask(string name) => new(name, Objects.Single(item => item.Name == name));

    private static readonly ImportanceObject[] Objects =
        [.. Squares.Select(square => ImportanceObject.Of(square.Name, new Detection(0, square.Name, 1, BoxOf(square.Box), null), Width, Height))];

    private static BoundingBox BoxOf(PixelBox box) => new(box.X, box.Y, box.Right, box.Bottom);

    private static Task<IReadOnlyList<ImportanceTrial>> PlayAsync(ImportanceProtocol protocol, params ImportanceQuestion[] questions) =>
        PlayAsync(protocol, new SquareModel(), questions);

    private static async Task<IReadOnlyList<ImportanceTrial>> PlayAsync(
        ImportanceProtocol protocol, SquareModel model, params ImportanceQuestion[] questions) => await PlayAsync(protocol, model, Objects, questions);

    private static async Task<IReadOnlyList<ImportanceTrial>> PlayAsync(
        ImportanceProtocol protocol, SquareModel model, ImportanceObject[] objects, params ImportanceQuestion[] questions)
    {
        var image = new BgrImage(new byte[Width * Height * 3], Width, Height, Width * 3);
        foreach ((_, PixelBox box, byte grey) in Squares)
        {
            for (int y = box.Y; y < box.Bottom; y++)
            {
                image.Row(y).Slice(box.X * 3, box.Width * 3).Fill(grey);
            }
        }

        var evaluation = new ImportanceEvaluation(model, new TfIdfSimilarity(), Fills.Create("black"), protocol, TimeProvider.System);
        return await evaluation.PlayAsync(new ImportancePicture("squares", 0, image, objects, questions), CancellationToken.None);
    }

    /// <summary>Says whether the square that the prompt names can be seen.</summary>
    private sealed class SquareModel : IVisionLanguageModel
    {
        private int _asked;

        public string Id => "squares";

        public int Asked => _asked;

        /// <summary>The numbers of the repeated questions in the order of asking.</summary>
        public ConcurrentQueue<int> Repeats { get; } = [];

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (question.Repeat > 0)
            {
                Repeats.Enqueue(question.Repeat);
            }

            (string Name, PixelBox Box, byte Grey) square = Array.Find(Squares, item => item.Name == question.Prompt);
            bool isSeen = square.Name is not null && question.Image.Row(square.Box.Y)[square.Box.X * 3] == square.Grey;
            return Task.FromResult(new Answer(isSeen ? "there stands something" : "nothing"));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
