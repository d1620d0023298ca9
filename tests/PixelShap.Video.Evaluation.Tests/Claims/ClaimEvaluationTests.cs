using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Evaluation.Claims;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Tests.Claims;

/// <summary>A drawn street of which everything is known: a red car, a white truck, a green light and a pedestrian.</summary>
public sealed class ClaimEvaluationTests
{
    private const int Width = 160, Height = 90;

    private static readonly (string Class, string Name, string? State, PixelBox Box, byte Red, byte Green, byte Blue)[] s_things =
    [
        ("car", "parked red car", null, new PixelBox(10, 40, 30, 20), 200, 30, 30),
        ("truck", "white truck", null, new PixelBox(60, 20, 30, 30), 235, 235, 235),
        ("traffic light", "traffic light", "green", new PixelBox(100, 5, 10, 20), 20, 230, 60),
        ("pedestrian", "pedestrian", null, new PixelBox(120, 40, 20, 40), 120, 90, 60),
    ];

    [Fact]
    public async Task Lies_of_every_kind_are_told_from_true_statements()
    {
        var trials = new List<StatementTrial>();
        for (int seed = 0; seed < 20; seed++)
        {
            var evaluation = new HallucinationEvaluation(new AttributionConfiguration(), new TfIdfSimilarity(), Fills.Create("black"), new StatementWriter(seed), seed: 1);
            trials.AddRange(await evaluation.PlayAsync(Street(), CancellationToken.None));
        }

        IReadOnlyList<HallucinationSummary> rows = HallucinationSummary.Of(trials);
        Assert.Equal([LieKind.Absent, LieKind.Unmoved, LieKind.Colour, LieKind.Light, null], rows.Select(row => row.Kind));
        Assert.All(rows, row =>
        {
            Assert.True(row.Lies > 3 && row.Honest > 3, $"{row.Kind}: {row.Lies} lies, {row.Honest} true");
            Assert.True(row.Recall >= 0.9 && row.Precision >= 0.9, $"{row.Kind}: {row.Found} of {row.Lies}, wronged {row.Wronged} of {row.Honest}: {Wrong(trials)}");
        });
    }

    [Fact]
    public async Task With_all_answers_a_claim_has_its_exact_values_and_with_few_it_comes_near()
    {
        await using var model = new Teller();
        AttributionConfiguration settings = new() { Estimator = "exact", OverTime = false };
        IReadOnlyList<Trial> all = await PlayAsync(settings), few = await PlayAsync(settings with { Estimator = "bayes", Budget = "n" });
        Assert.Equal(4, all.Count);
        Assert.All(all, trial => Assert.Equal(trial.Truth, trial.Estimate));
        Assert.True(Trial.Summarize(few).PearsonMean > 0.9);
        Assert.True(few[0].Calls < all[0].Calls);

        Task<IReadOnlyList<Trial>> PlayAsync(AttributionConfiguration configuration) =>
            new ClaimValueEvaluation(configuration, model, new TfIdfSimilarity(), Fills.Create("black"), seed: 1).PlayAsync(Street(), CancellationToken.None);
    }

    private static string Wrong(IEnumerable<StatementTrial> trials) =>
        string.Join("; ", trials.Where(trial => trial.IsDoubted != (trial.Statement.Lie != LieKind.None)).Select(trial => $"{trial.Statement.Text} ({trial.Statement.Lie}: {trial.Support})"));

    private static ImportancePicture Street()
    {
        var image = new BgrImage(new byte[Width * Height * 3], Width, Height, Width * 3);
        Fill(image, new PixelBox(0, 0, Width, Height), 110, 110, 110);
        Fill(image, new PixelBox(0, 0, Width, 12), 240, 240, 240);
        ImportanceObject[] objects = [.. s_things.Select(thing =>
        {
            Fill(image, thing.Box, thing.Red, thing.Green, thing.Blue);
            var seen = new Detection(0, thing.Class, 1, new BoundingBox(thing.Box.X, thing.Box.Y, thing.Box.Right, thing.Box.Bottom), null);
            return ImportanceObject.Of(thing.Name, seen, Width, Height) with { State = thing.State };
        })];
        return new ImportancePicture("street", 0, image, objects, [new ImportanceQuestion("What do you see?", null)]) { Truth = objects };
    }

    private static void Fill(BgrImage image, PixelBox box, byte red, byte green, byte blue)
    {
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                Span<byte> pixel = image.Row(y).Slice(3 * x, 3);
                (pixel[0], pixel[1], pixel[2]) = (blue, green, red);
            }
        }
    }

    /// <summary>Says of each thing that it sees one sentence.</summary>
    private sealed class Teller : IVisionLanguageModel
    {
        public string Id => "teller";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            string[] said = [.. s_things.Where(thing => question.Image.Row(thing.Box.Y + 2)[(3 * thing.Box.X) + 8] == thing.Red).Select(thing => $"A {thing.Class} is there.")];
            return Task.FromResult(new Answer(said.Length == 0 ? "Nothing." : string.Join(' ', said)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
