using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Tests.Analysis;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Publishing.Tests.Reports;

/// <summary>The pictures in a report are the ones that the model was asked about.</summary>
public sealed class CoalitionPicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(MaskingRegion.Bboa, "black")]
    [InlineData(MaskingRegion.Convex, "mean")]
    [InlineData(MaskingRegion.Precise, "blur")]
    public async Task They_are_equal_to_the_last_byte(MaskingRegion region, string fill)
    {
        using RunDirectory directory = RunDirectory.ForWriting(_folder);
        var model = new Witness();
        var configuration = new PipelineConfiguration { Attribution = new AttributionConfiguration { Estimator = "edge", Region = region, Fill = fill } };
        var parts = new AnalysisParts
        {
            Configuration = configuration,
            Source = new DrawnSource(60),
            Segmenter = new ColourSegmenter(),
            Tracker = new MultiObjectTracker(),
            Model = model,
            Fill = Fills.Create(fill),
        };
        using (var analysis = new VideoAnalysis(parts, TimeProvider.System, NullLogger.Instance))
        {
            await analysis.RunAsync(directory, "drawn", new RunFingerprint("input", "settings"), CancellationToken.None, CancellationToken.None);
        }

        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        KeyframePlan plan = KeyframePlan.Of(results);
        var drawing = new CoalitionPictures(region, Fills.Create(fill));
        int compared = 0;
        await foreach (Frame owned in new DrawnSource(60).ReadAsync(CancellationToken.None))
        {
            using Frame frame = owned;
            if (plan.At(frame.Pts) is not { } facts)
            {
                continue;
            }

            JournalKeyframe keyframe = Assert.Single(plan.Keyframes(facts.Index));
            Masker masker = drawing.MaskerFor(facts, keyframe.Players)!;
            foreach (CoalitionAnswer coalition in keyframe.Attribution.Coalitions.Where(coalition => coalition.Visible != 3))
            {
                byte[] drawn = CoalitionPictures.Draw(frame.Image, masker, coalition.Visible).Pixels.ToArray();
                Assert.Contains(model.Seen, seen => seen.AsSpan().SequenceEqual(drawn));
                compared++;
            }
        }

        Assert.Equal(results.Timeline.Keyframes.Sum(keyframe => keyframe.Attribution.Coalitions.Count(coalition => coalition.Visible != 3)), compared);
        Assert.True(compared >= 3);
    }

    /// <summary>Remembers every picture that it is asked about.</summary>
    private sealed class Witness : IVisionLanguageModel
    {
        public List<byte[]> Seen { get; } = [];

        public string Id => "witness";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            lock (Seen)
            {
                Seen.Add([.. Enumerable.Range(0, question.Image.Height).SelectMany(y => question.Image.Row(y).ToArray())]);
                return Task.FromResult(new Answer($"I see {string.Join(" and ", ColourSegmenter.Find(question.Image).Select(item => item.ClassName))}."));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
