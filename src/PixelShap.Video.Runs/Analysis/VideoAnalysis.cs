using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// The dataflow of a run: decode, segment, track and carry masks, choose keyframes, attribute, journal. Offline every channel waits; live the newest
/// frame wins. Continues a journal that an earlier process left behind.
/// </summary>
public sealed partial class VideoAnalysis : IDisposable
{
    // Deep enough to keep the stages busy while one hesitates, shallow enough to keep few frames in memory.
    private const int FrameQueue = 4;
    private const int KeyframeQueue = 2;
    private const int JournalQueue = 64;

    private readonly AnalysisParts _parts;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <summary>Puts an analysis together.</summary>
    public VideoAnalysis(AnalysisParts parts, TimeProvider time, ILogger logger)
    {
        _parts = parts;
        _time = time;
        _logger = logger;
    }

    /// <summary>What earlier processes of the same run have asked and paid; null for nothing, and before the run.</summary>
    public ModelUsage? EarlierUsage { get; private set; }

    /// <summary>How far the analysis is.</summary>
    public AnalysisProgress Progress { get; } = new();

    /// <summary>Analyses all frames into the journal of <paramref name="directory"/>.</summary>
    /// <param name="directory">Where the journal is.</param>
    /// <param name="input">The input for people, without credentials; a drive is noted in the directory.</param>
    /// <param name="fingerprint">What the journal must agree with.</param>
    /// <param name="stop">Ends the reading; what was read is finished.</param>
    /// <param name="abort">Ends everything at once; the journal stays whole.</param>
    /// <exception cref="PixelShapException">The journal belongs to something else, or a part failed in a way that the user can mend.</exception>
    /// <exception cref="StageFailedException">A stage failed otherwise.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the end of a file, or aborted.</exception>
    public async Task RunAsync(RunDirectory directory, ClipInput input, RunFingerprint fingerprint, CancellationToken stop, CancellationToken abort)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(input);
        bool exists = File.Exists(directory.Journal);
        using JournalReplay replay = exists ? Replay(directory) : JournalReplay.Nothing();
        Check(directory, replay, fingerprint, exists);
        if (input.IsDrive)
        {
            await directory.WriteDriveAsync(input);
        }

        Progress.AddKeyframes(replay.KeyframeCount);
        EarlierUsage = replay.Usage;
        if (replay.End is not null)
        {
            Log.AlreadyComplete(_logger, directory.Path);
            return;
        }

        if (exists)
        {
            Log.Resuming(_logger, replay.LastFrame + 1, replay.KeyframeCount);
        }

        using JournalWriter writer = OpenWriter(directory, replay, input.Path, fingerprint);
        long delivered = await RunStagesAsync(writer, replay, stop, abort);
        if (stop.IsCancellationRequested && !_parts.IsLive)
        {
            // Stopped before the end of the file: the journal stays open for the same command to go on.
            throw new OperationCanceledException(stop);
        }

        writer.Append(new JournalEnd(delivered, Progress.Stages.Single(stage => stage.Name == "segment").Dropped));
    }

    /// <inheritdoc/>
    public void Dispose() => Progress.Dispose();

    private async Task<long> RunStagesAsync(JournalWriter writer, JournalReplay replay, CancellationToken stop, CancellationToken abort)
    {
        bool live = _parts.IsLive;
        using var flow = new Dataflow(Progress.Metrics, stop, abort);
        Stage<JournalRecord>? journal = null;
        var answers = new AnswerMemory((key, answer, _) => journal!.PostAsync(new JournalAnswer(key, answer.Text, answer.Kind, answer.Reason) { Reasoning = answer.Reasoning, IsCut = answer.IsCut }));
        foreach (JournalAnswer answer in replay.Answers)
        {
            answers.Recall(answer.Key, Answer.None(answer.Kind, answer.Why, answer.Text) with { Reasoning = answer.Reasoning, IsCut = answer.IsCut });
        }

        Progress.Watch(answers, _parts.Model);
        IReadOnlyList<NamedPrompt> prompts = RunPrompts.Of(_parts.Configuration);
        using var questions = new QuestionQueue(_parts.Model, answers, _parts.Configuration.Vlm.Concurrency);
        var attributor = new KeyframeAttributor(
            _parts.Configuration.Attribution, prompts, _parts.Configuration.Seed, questions, _parts.Fill, _parts.Similarity, _parts.SceneDivider);
        foreach (NamedPrompt prompt in prompts)
        {
            attributor.SetClipReference(prompt, replay.FirstAnswer(prompt.Name));
        }

        LiveImportance? liveImportance = live ? new LiveImportance(_parts.Configuration.Importance, RunPrompts.Shown(_parts.Configuration)) : null;
        var stages = new Stages();
        long delivered = 0;
        flow.AddSource(
            "decode",
            async (meter, cancellationToken) =>
            {
                long startedAt = Stopwatch.GetTimestamp();
                await foreach (Frame frame in _parts.Source.ReadAsync(cancellationToken))
                {
                    meter.Receive();
                    meter.Process(startedAt);
                    delivered = frame.Index + 1;
                    await stages.Segment!.PostAsync(frame);
                    startedAt = Stopwatch.GetTimestamp();
                }
            },
            () => stages.Segment!.Complete());

        // The stages are made from the end of the flow to its start, because each knows the next.
        journal = flow.Add("journal", new JournalStage(writer), JournalQueue);
        Stage<LiveFrame>? show = _parts.LiveScenes is { } sink
            ? flow.Add("show", new ShowStage(sink, liveImportance!, _parts.Model.Id), FrameQueue, dropOldest: true)
            : null;
        Stage<KeyframeJob> attribute = flow.Add(
            "attribute", new AttributeStage(attributor, prompts, questions, replay, Progress, journal, liveImportance, _parts.Findings), KeyframeQueue, dropOldest: live);
        KeyframeConfiguration keyframes = _parts.Configuration.Keyframes;
        var selector = new KeyframeSelector(keyframes, live ? null : _parts.Source.Info.DurationSeconds);
        AnswerCheck? check = live || keyframes.AnswerCheckSeconds <= 0
            ? null
            : new AnswerCheck(_parts.Configuration, prompts[0], questions, _parts.Similarity, replay, journal);
        var recent = new RecentFrames(_parts.Configuration.Vlm.ContextFrames, _parts.Configuration.Vlm.ContextSeconds);
        Stage<TrackedFrame> choose = flow.Add(
            "choose", new ChooseStage(new EventWatch(_parts.PictureSense), selector, recent, check, replay, Progress, attribute, journal, show, _parts.Findings), FrameQueue);
        int every = _parts.Configuration.Segmenter.Every;
        var track = new TrackStage(_parts.Tracker, _parts.CameraMotion, Carrier(every), _parts.Segmenter, looksAhead: !live, choose);
        // The network looks at the next due frame while masks are carried over the frames before it: all of those must fit into the queue.
        Stage<SegmentedFrame> tracking = flow.Add("track", track, FrameQueue + every - 1);
        var schedule = new SegmentationSchedule(every, keyframes.SceneCutThreshold);
        stages.Segment = flow.Add("segment", new SegmentStage(_parts.Segmenter, schedule, replay, tracking), live ? 1 : FrameQueue, dropOldest: live);
        await flow.RunAsync();
        return delivered;
    }

    private ObjectCarrier? Carrier(int every) => every == 1
        ? null
        : new ObjectCarrier(_parts.Propagator ?? throw new InvalidOperationException("segmenter.every is more than 1, but nothing carries masks."));

    private static JournalReplay Replay(RunDirectory directory)
    {
        try
        {
            return JournalReplay.Of(directory.Journal);
        }
        catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Input)
        {
            // Who begins a run has no other one to name.
            throw new PixelShapException(exception.ExitCode, exception.Message, "Name another --output, or delete that folder.", exception);
        }
    }

    private JournalWriter OpenWriter(RunDirectory directory, JournalReplay replay, string input, RunFingerprint fingerprint)
    {
        try
        {
            if (replay.Header is not null)
            {
                return JournalWriter.Continue(directory.Journal, replay.ValidLength);
            }

            // A process killed between creating the file and writing the header leaves a journal that says nothing.
            File.Delete(directory.Journal);
            JournalWriter writer = JournalWriter.Create(directory.Journal);
            writer.Append(new JournalHeader(
                JournalHeader.CurrentSchema,
                _time.GetLocalNow(),
                input,
                fingerprint.InputHash,
                fingerprint.ConfigurationHash,
                _parts.Source.Info.Width,
                _parts.Source.Info.Height)
            {
                Prompts = [.. RunPrompts.Of(_parts.Configuration).Select(prompt => prompt.Name)],
            });
            return writer;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The journal {directory.Journal} cannot be written to.", "Check who may write to it, or name another --output.", exception);
        }
    }

    private void Check(RunDirectory directory, JournalReplay replay, RunFingerprint fingerprint, bool exists)
    {
        if (replay.Damage is not null)
        {
            Log.Damaged(_logger, directory.Journal, replay.Damage);
        }

        if (!exists || replay.Header is not { } header)
        {
            return;
        }

        string? difference = _parts.IsLive ? "a run"
            : header.InputHash != fingerprint.InputHash ? "a run of another input"
            : !fingerprint.FitsConfiguration(header.ConfigurationHash) ? "a run with other settings or another model"
            : null;
        if (difference is not null)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The output directory {directory.Path} already holds {difference}.", "Name another --output, or delete that directory.");
        }
    }

    /// <summary>The first stage, which the source knows before it is made.</summary>
    private sealed class Stages
    {
        public Stage<Frame>? Segment { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Going on after {Frames} frames and {Keyframes} keyframes that an earlier process left")]
        public static partial void Resuming(ILogger logger, long frames, int keyframes);

        [LoggerMessage(2, LogLevel.Information, "The analysis in {Directory} is already complete")]
        public static partial void AlreadyComplete(ILogger logger, string directory);

        [LoggerMessage(3, LogLevel.Warning, "The journal {Journal} is damaged ({Damage}); what follows is analysed again")]
        public static partial void Damaged(ILogger logger, string journal, string damage);
    }
}
