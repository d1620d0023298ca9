using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Tests.Analysis;

/// <summary>The dataflow with parts that are small and exact: a drawn scene, a segmenter that finds its colours, a model that counts.</summary>
public sealed class VideoAnalysisTests : IDisposable
{
    private const int FrameCount = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_frame_and_every_keyframe_is_in_the_journal()
    {
        RunDirectory directory = Output("a");
        await RunAsync(directory, new CountingModel());
        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        Assert.Equal(FrameCount, results.FrameCount);
        Assert.Equal(Enumerable.Range(0, FrameCount).Select(i => (long)i), results.ReadFrames().Select(frame => frame.Index));
        Assert.NotNull(results.End);
        Assert.Equal(["start", "interval", "interval"], results.Timeline.Keyframes.Select(keyframe => keyframe.Reason));
        Assert.All(results.Timeline.Keyframes, keyframe => Assert.Equal(2, keyframe.Players.Count));
        Assert.All(results.Timeline.Keyframes, keyframe => Assert.Equal(0, keyframe.Attribution.EfficiencyGap, 9));
    }

    [Fact]
    public async Task The_object_that_the_answer_names_gets_the_importance()
    {
        RunDirectory directory = Output("b");
        await RunAsync(directory, new CountingModel());
        foreach (JournalKeyframe keyframe in RunResults.Load(directory, new ImportanceConfiguration()).Timeline.Keyframes)
        {
            PlayerValue red = keyframe.Players.Single(player => player.ClassName == "red");
            PlayerValue blue = keyframe.Players.Single(player => player.ClassName == "blue");
            Assert.True(red.Value > 0.5, $"{red.Value}");
            Assert.Equal(0, blue.Value, 9);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_run_that_was_cut_off_goes_on_without_asking_twice_and_ends_the_same(int answersBeforeDeath)
    {
        RunDirectory whole = Output("whole"), cut = Output("cut");
        var undisturbed = new CountingModel();
        await RunAsync(whole, undisturbed);

        var dying = new CountingModel { FailAfter = answersBeforeDeath };
        await Assert.ThrowsAsync<StageFailedException>(() => RunAsync(cut, dying));
        var rest = new CountingModel();
        var segmenter = new ColourSegmenter();
        await RunAsync(cut, rest, segmenter);

        Assert.Equal(undisturbed.Asked, answersBeforeDeath + rest.Asked);
        Assert.True(segmenter.Calls < FrameCount, $"{segmenter.Calls} frames were segmented again");
        Assert.Equal(Facts(whole), Facts(cut));
    }

    [Fact]
    public async Task With_one_reference_for_the_clip_every_answer_is_compared_with_that_of_the_first_keyframe()
    {
        RunDirectory directory = Output("clip");
        await RunAsync(directory, new CountingModel { SaysWhere = true }, configuration: ByClip);
        IReadOnlyList<JournalKeyframe> keyframes = RunResults.Load(directory, new ImportanceConfiguration()).Timeline.Keyframes;
        string reference = keyframes[0].Answer;
        Assert.Equal(1, keyframes[0].Attribution.FullValue);
        Assert.All(keyframes.Skip(1), keyframe =>
        {
            Assert.NotEqual(reference, keyframe.Answer);
            double[] values = TfIdfSimilarity.Compare(reference, [.. keyframe.Attribution.Coalitions.Select(coalition => coalition.Answer), keyframe.Answer]);
            Assert.Equal(values[..^1], keyframe.Attribution.Coalitions.Select(coalition => coalition.Value));
            Assert.Equal(values[^1], keyframe.Attribution.FullValue);
            Assert.InRange(keyframe.Attribution.FullValue, 0.1, 0.9);
            Assert.Equal(keyframe.Attribution.FullValue - keyframe.Attribution.EmptyValue, keyframe.Players.Sum(player => player.Value), 9);
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_resumed_run_keeps_the_reference_of_the_clip(int answersBeforeDeath)
    {
        RunDirectory whole = Output("clip-whole"), cut = Output("clip-cut");
        await RunAsync(whole, new CountingModel { SaysWhere = true }, configuration: ByClip);
        await Assert.ThrowsAsync<StageFailedException>(() =>
            RunAsync(cut, new CountingModel { SaysWhere = true, FailAfter = answersBeforeDeath }, configuration: ByClip));
        await RunAsync(cut, new CountingModel { SaysWhere = true }, configuration: ByClip);
        Assert.Equal(Facts(whole), Facts(cut));
    }

    [Fact]
    public async Task Insertion_and_deletion_curves_are_in_the_journal_and_use_the_answers_that_are_there()
    {
        RunDirectory plain = Output("plain"), directory = Output("curves");
        CountingModel without = new(), with = new();
        await RunAsync(plain, without);
        await RunAsync(directory, with, configuration: new() { Attribution = Edge with { Faithfulness = true } });
        Assert.Equal(without.Asked, with.Asked);
        Assert.All(RunResults.Load(plain, new ImportanceConfiguration()).Timeline.Keyframes, keyframe => Assert.Null(keyframe.Attribution.Faithfulness));
        Assert.All(RunResults.Load(directory, new ImportanceConfiguration()).Timeline.Keyframes, keyframe =>
        {
            double nothing = keyframe.Attribution.EmptyValue;
            Assert.Equal([nothing, 1, 1], keyframe.Attribution.Faithfulness!.Insertion);
            Assert.Equal([1, nothing, nothing], keyframe.Attribution.Faithfulness.Deletion);
            Assert.Equal((3 + nothing) / 4, keyframe.Attribution.Faithfulness.InsertionArea, 9);
            Assert.Equal((1 + (3 * nothing)) / 4, keyframe.Attribution.Faithfulness.DeletionArea, 9);
            Assert.Equal(0, keyframe.Attribution.Faithfulness.Calls);
        });
    }

    [Fact]
    public async Task A_finished_run_is_not_run_again()
    {
        RunDirectory directory = Output("c");
        await RunAsync(directory, new CountingModel());
        var again = new CountingModel();
        await RunAsync(directory, again);
        Assert.Equal(0, again.Asked);
    }

    [Fact]
    public async Task A_directory_of_another_run_is_refused()
    {
        RunDirectory directory = Output("d");
        await RunAsync(directory, new CountingModel());
        var error = await Assert.ThrowsAsync<PixelShapException>(() => RunAsync(directory, new CountingModel(), fingerprint: new RunFingerprint("other", "settings")));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("another input", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_go_back_to_their_pool()
    {
        var source = new DrawnSource(FrameCount);
        await RunAsync(Output("e"), new CountingModel(), source: source);
        Assert.All(source.Delivered, frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));
    }

    /// <summary>A camera does not wait for a slow network: what it missed is in no frame of the journal and in the count at its end.</summary>
    [Fact]
    public async Task The_end_of_a_live_journal_counts_the_frames_that_were_dropped()
    {
        RunDirectory directory = Output("live");
        await RunAsync(directory, new CountingModel(), new ColourSegmenter { Pause = TimeSpan.FromMilliseconds(20) }, isLive: true);
        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        int analysed = results.ReadFrames().Count();
        Assert.InRange(analysed, 1, FrameCount - 1);
        Assert.Equal(new JournalEnd(FrameCount, FrameCount - analysed), results.End);
    }

    // These tests are about the flow: an estimator whose values can be told beforehand.
    private static AttributionConfiguration Edge { get; } = new() { Estimator = "edge" };

    private static PipelineConfiguration ByClip { get; } = new() { Attribution = Edge with { Reference = AnswerReference.Clip } };

    private RunDirectory Output(string name) => RunDirectory.ForWriting(Path.Combine(_folder, name));

    private static string[] Facts(RunDirectory directory)
    {
        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        return
        [
            .. results.ReadFrames().Select(frame => $"{frame.Index} {frame.Pts} {string.Join(',', frame.Objects)} {string.Join(',', frame.Detections.Select(seen => seen.Box))}"),
            .. results.Timeline.Keyframes.Select(keyframe => $"{keyframe.Frame} {keyframe.Answer} {string.Join(',', keyframe.Players.Select(player => player.Value))} {string.Join(',', keyframe.Attribution.Coalitions)}"),
        ];
    }

    private static async Task RunAsync(
        RunDirectory directory, CountingModel model, ColourSegmenter? segmenter = null, DrawnSource? source = null, RunFingerprint? fingerprint = null,
        PipelineConfiguration? configuration = null, bool isLive = false)
    {
        var parts = new AnalysisParts
        {
            Configuration = configuration ?? new PipelineConfiguration { Attribution = Edge },
            Source = source ?? new DrawnSource(FrameCount),
            Segmenter = segmenter ?? new ColourSegmenter(),
            Tracker = new MultiObjectTracker(),
            Model = model,
            Fill = ColourFill.Black,
            IsLive = isLive,
        };
        using var analysis = new VideoAnalysis(parts, TimeProvider.System, NullLogger.Instance);
        await analysis.RunAsync(directory, "drawn", fingerprint ?? new RunFingerprint("input", "settings"), CancellationToken.None, CancellationToken.None);
    }

    /// <summary>Speaks of the red square alone.</summary>
    private sealed class CountingModel : IVisionLanguageModel
    {
        private int _asked;

        public int? FailAfter { get; init; }

        public bool SaysWhere { get; init; }

        public int Asked => Math.Min(_asked, FailAfter ?? int.MaxValue);

        public string Id => "counting";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _asked) > FailAfter)
            {
                throw new InvalidOperationException("died");
            }

            Detection? red = ColourSegmenter.Find(question.Image).FirstOrDefault(seen => seen.ClassName == "red");
            string place = SaysWhere && red is not null ? $" {red.Box.Left} pixels from the left" : "";
            return Task.FromResult(new Answer(red is not null ? $"A red square crosses the road{place}." : "Nothing there."));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
