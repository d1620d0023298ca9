using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Importance;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Tests.Analysis;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tests.Masks;

/// <summary>A run whose network looks at every fifth frame.</summary>
public sealed class CarriedMaskTests : IDisposable
{
    private const int FrameCount = 53;
    private const int Every = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_network_looks_at_every_fifth_frame_and_all_frames_have_their_objects()
    {
        var segmenter = new ColourSegmenter();
        RunResults results = await RunAsync("a", segmenter);
        Assert.Equal(Enumerable.Range(0, FrameCount).Where(i => i % Every == 0).Select(i => (long)i), segmenter.Frames);
        JournalFrame[] frames = [.. results.ReadFrames()];
        Assert.Equal(Enumerable.Range(0, FrameCount).Select(i => (long)i), frames.Select(frame => frame.Index));
        Assert.All(frames, frame => Assert.Equal(frame.Index % Every != 0, frame.IsCarried));
        // From the first frame in which both have an id: the squares where they are drawn, boxes included, always with the same ids.
        Assert.All(frames.SkipWhile(frame => frame.Objects.Count < 2), frame =>
        {
            Assert.Equal([1, 2], frame.Objects.Select(one => one.TrackId));
            Detection red = frame.Detections[frame.Objects.Single(one => one.ClassName == "red").Detection];
            Assert.Equal(new BoundingBox(10 + frame.Index, 20, 30 + frame.Index, 40), red.Box);
            Assert.Equal(new PixelBox(10 + (int)frame.Index, 20, 20, 20), red.Mask!.Box);
        });
        Assert.True(frames.Count(frame => frame.Objects.Count == 2) >= FrameCount - (2 * Every));
    }

    [Fact]
    public async Task An_object_without_an_id_at_the_start_of_a_span_is_carried_back_from_its_end()
    {
        RunResults results = await RunAsync("back", new ColourSegmenter());
        // With two sights needed, ids come at frame 5; the frames before it know the objects from there.
        Assert.Equal(1, results.ReadFrames().First(frame => frame.Objects.Count > 0).Index);
    }

    [Fact]
    public async Task A_mask_that_is_not_trusted_has_the_network_look_at_once()
    {
        var segmenter = new ColourSegmenter();
        RunResults results = await RunAsync("b", segmenter, new ColourPropagator { Trust = step => step == 3 ? 0.4 : 1 });
        long[] expected = [.. Enumerable.Range(0, FrameCount).Where(i => i % Every == 0 || (i > Every && i % Every == 3)).Select(i => (long)i)];
        Assert.Equal(expected, segmenter.Frames);
        Assert.Equal(expected, results.ReadFrames().Where(frame => !frame.IsCarried).Select(frame => frame.Index));
    }

    [Fact]
    public async Task A_cut_has_the_network_look_and_nothing_is_carried_across_it()
    {
        var segmenter = new ColourSegmenter();
        await RunAsync("c", segmenter, source: new DrawnSource(FrameCount, cutAt: 13));
        Assert.Equal([0, 5, 10, 13, 18, 23, 28, 33, 38, 43, 48], segmenter.Frames);
    }

    [Theory]
    [InlineData(7, 1.0)]
    [InlineData(23, 1.0)]
    [InlineData(40, 1.0)]
    [InlineData(28, 0.4)]
    [InlineData(31, 0.4)]
    public async Task A_run_that_was_cut_off_goes_on_and_ends_the_same(long failAt, double trust)
    {
        ColourPropagator Propagator() => new() { Trust = step => step == 3 ? trust : 1 };
        RunResults whole = await RunAsync("whole", new ColourSegmenter(), Propagator());
        var dying = new ColourSegmenter { FailAt = whole.ReadFrames().First(frame => frame.Index >= failAt && !frame.IsCarried).Index };
        await Assert.ThrowsAsync<StageFailedException>(() => RunAsync("cut", dying, Propagator()));
        var rest = new ColourSegmenter();
        RunResults resumed = await RunAsync("cut", rest, Propagator());
        Assert.Equal(Facts(whole), Facts(resumed));
        Assert.True(rest.Frames[0] > 0 || failAt < 2 * Every, "a frame of the journal was looked at again");
    }

    [Fact]
    public async Task Frames_go_back_to_their_pool_even_from_a_run_that_fails()
    {
        var source = new DrawnSource(FrameCount);
        await RunAsync("d", new ColourSegmenter(), source: source);
        Assert.All(source.Delivered, frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));

        var failing = new DrawnSource(FrameCount);
        await Assert.ThrowsAsync<StageFailedException>(() => RunAsync("e", new ColourSegmenter { FailAt = 20 }, source: failing));
        Assert.All(failing.Delivered, frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));
    }

    [Fact]
    public async Task Exact_carrying_agrees_in_full_with_a_run_that_saw_every_frame()
    {
        RunResults every = await RunAsync("every", new ColourSegmenter(), every: 1), carried = await RunAsync("carried", new ColourSegmenter());
        MaskAgreement agreement = MaskAgreement.Between(every, carried);
        Assert.Equal((FrameCount, 2, 2), (agreement.Frames, agreement.ReferenceTracks, agreement.MatchedTracks));
        Assert.Equal(1, agreement.MeanIou);
        Assert.Equal(results(carried), agreement.CarriedFrames);
        static long results(RunResults run) => run.ReadFrames().Count(frame => frame.IsCarried);
    }

    [Fact]
    public async Task An_answer_that_changed_makes_a_keyframe_and_is_not_paid_for_twice()
    {
        var model = new TurningModel(at: 25);
        var configuration = new PipelineConfiguration
        {
            Attribution = new AttributionConfiguration { Controls = Controls.Never },
            Keyframes = new KeyframeConfiguration { IntervalSeconds = 60, AnswerCheckSeconds = 0.2, Tracks = false },
        };
        RunResults results = await RunAsync("f", new ColourSegmenter(), model: model, configuration: configuration);
        Assert.Equal(["start", "answer changed"], results.Timeline.Keyframes.Select(keyframe => keyframe.Reason));
        // Checks come every five frames from the start keyframe on; the one at 25 is the first to see the other answer.
        Assert.InRange(results.Timeline.Keyframes[1].Frame, 25, 29);
        Assert.Equal(model.Asked, model.Pictures);
    }

    private async Task<RunResults> RunAsync(
        string name,
        ColourSegmenter segmenter,
        ColourPropagator? propagator = null,
        DrawnSource? source = null,
        int every = Every,
        IVisionLanguageModel? model = null,
        PipelineConfiguration? configuration = null)
    {
        using RunDirectory directory = RunDirectory.ForWriting(Path.Combine(_folder, name));
        configuration ??= new PipelineConfiguration();
        var parts = new AnalysisParts
        {
            Configuration = configuration with { Segmenter = configuration.Segmenter with { Every = every } },
            Source = source ?? new DrawnSource(FrameCount),
            Segmenter = segmenter,
            Tracker = new MultiObjectTracker(new MultiObjectTrackerOptions { MinHits = 2 }),
            Propagator = propagator ?? new ColourPropagator(),
            Model = model ?? new TurningModel(at: int.MaxValue),
            Fill = ColourFill.Black,
        };
        using var analysis = new VideoAnalysis(parts, TimeProvider.System, NullLogger.Instance);
        await analysis.RunAsync(directory, "drawn", new RunFingerprint("input", "settings"), CancellationToken.None, CancellationToken.None);
        return RunResults.Load(directory, new ImportanceConfiguration());
    }

    private static string[] Facts(RunResults results) =>
    [
        .. results.ReadFrames().Select(frame => $"{frame.Index} {frame.IsCarried} {string.Join(',', frame.Objects)} {string.Join(',', frame.Detections.Select(seen => $"{seen.Score} {seen.Box} {seen.Mask!.Box}"))}"),
        .. results.Timeline.Keyframes.Select(keyframe => $"{keyframe.Frame} {keyframe.Reason} {keyframe.Answer} {string.Join(',', keyframe.Players.Select(player => player.Value))}"),
    ];

    /// <summary>Says something else once the red square has come so far; counts questions and different pictures.</summary>
    private sealed class TurningModel(int at) : IVisionLanguageModel
    {
        private readonly HashSet<string> _pictures = [];
        private int _asked;

        public int Asked => _asked;

        public int Pictures => _pictures.Count;

        public string Id => "turning";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            lock (_pictures)
            {
                _pictures.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(question.Image.Pixels.Span)));
            }

            Detection? red = ColourSegmenter.Find(question.Image).FirstOrDefault(seen => seen.ClassName == "red");
            return Task.FromResult(new Answer(red is null ? "Nothing." : red.Box.Left >= 10 + at ? "Stop now, somebody is close." : "The road is free."));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
