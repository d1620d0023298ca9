using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Tests.Analysis;

/// <summary>Frames before a keyframe that the model is shown, too, over the drawn scene of a red and a blue square.</summary>
public sealed class ContextFramesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_frames_come_oldest_first_in_steps_of_time_and_hide_what_the_keyframe_hides()
    {
        var model = new WatchingModel();
        var source = new DrawnSource(60);
        await RunAsync(model, source, contextFrames: 2, contextSeconds: 0.2);

        // The first keyframe has one frame before it at most; those at 1 and 2 seconds have two.
        Sight[] late = [.. model.Asked.Where(sight => sight.Earlier.Count == 2)];
        Assert.Equal(2 * 4, late.Length);
        Assert.All(model.Asked, sight => Assert.Equal(sight.Earlier.OrderByDescending(earlier => earlier.SecondsBefore), sight.Earlier));
        Assert.All(late, sight => Assert.InRange(sight.Earlier[1].SecondsBefore, 0.1 - 1e-6, 0.3));
        Assert.All(late, sight => Assert.Equal(0.2, sight.Earlier[0].SecondsBefore - sight.Earlier[1].SecondsBefore, 6));
        Assert.All(late, sight => Assert.All(sight.Earlier, earlier => Assert.Equal(sight.Colours, earlier.Colours)));
        Assert.Equal(["", "blue", "red", "red blue"], late.Select(sight => sight.Colours).Distinct().Order());
        Assert.All(source.Delivered, frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));
    }

    [Fact]
    public async Task Without_the_setting_a_question_has_one_picture()
    {
        var model = new WatchingModel();
        await RunAsync(model, new DrawnSource(60), contextFrames: 0, contextSeconds: 0.2);
        Assert.All(model.Asked, sight => Assert.Empty(sight.Earlier));
    }

    [Fact]
    public async Task The_same_picture_after_other_pictures_is_another_question()
    {
        var answers = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        var model = new WatchingModel();
        var question = new Question(Grey(1), "Who?");
        Question[] questions =
        [
            question,
            question with { Earlier = [new EarlierPicture(Grey(2), 0.5, new PictureCache())] },
            question with { Earlier = [new EarlierPicture(Grey(3), 0.5, new PictureCache())] },
            question with { Earlier = [new EarlierPicture(Grey(2), 0.6, new PictureCache())] },
        ];
        foreach (Question one in (Question[])[.. questions, .. questions])
        {
            await answers.AskAsync(model, one, CancellationToken.None);
        }

        Assert.Equal(questions.Length, model.Asked.Count);
    }

    private static BgrImage Grey(byte shade)
    {
        var pixels = new byte[300];
        Array.Fill(pixels, shade);
        return new BgrImage(pixels, 10, 10, 30);
    }

    private async Task RunAsync(WatchingModel model, DrawnSource source, int contextFrames, double contextSeconds)
    {
        var parts = new AnalysisParts
        {
            Configuration = new PipelineConfiguration
            {
                Vlm = new VlmConfiguration { ContextFrames = contextFrames, ContextSeconds = contextSeconds },
                Attribution = new AttributionConfiguration { Estimator = "edge", Region = MaskingRegion.Precise, Controls = Controls.Never },
                Keyframes = new KeyframeConfiguration { AnswerCheckSeconds = 0 },
            },
            Source = source,
            Segmenter = new ColourSegmenter(),
            Tracker = new MultiObjectTracker(new MultiObjectTrackerOptions { MinHits = 1 }),
            Model = model,
            Fill = ColourFill.Black,
        };
        using var analysis = new VideoAnalysis(parts, TimeProvider.System, NullLogger.Instance);
        await analysis.RunAsync(
            RunDirectory.ForWriting(_folder), "drawn", new RunFingerprint("input", "settings"), CancellationToken.None, CancellationToken.None);
    }

    private sealed record Sight(string Colours, IReadOnlyList<EarlierSight> Earlier);

    private sealed record EarlierSight(string Colours, double SecondsBefore);

    /// <summary>Keeps what it is shown.</summary>
    private sealed class WatchingModel : IVisionLanguageModel
    {
        private readonly ConcurrentQueue<Sight> _asked = new();

        public IReadOnlyCollection<Sight> Asked => _asked;

        public string Id => "watching";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            string colours = ColoursOf(question.Image);
            _asked.Enqueue(new Sight(colours, [.. question.Earlier.Select(earlier => new EarlierSight(ColoursOf(earlier.Image), earlier.SecondsBefore))]));
            return Task.FromResult(new Answer($"I see {colours}."));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static string ColoursOf(BgrImage image) => string.Join(' ', ColourSegmenter.Find(image).Select(seen => seen.ClassName));
    }
}
