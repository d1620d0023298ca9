using PixelShap.Video.Attribution;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Flow;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>How far an analysis is. Thread-safe; read by the progress display and the summary.</summary>
public sealed class AnalysisProgress : IDisposable
{
    private static readonly string[] FlowOrder = ["decode", "segment", "track", "choose", "attribute", "show", "journal"];

    private readonly FlowMetrics _metrics = new();
    private volatile AnswerMemory? _answers;
    private volatile IVisionLanguageModel? _model;
    private int _keyframes;
    private int _epochs;
    private long _seconds;
    private int _latestTrack;

    /// <summary>The counters of the stages, in the order of the flow.</summary>
    public IReadOnlyList<StageSnapshot> Stages => [.. _metrics.Snapshot().OrderBy(stage => Array.IndexOf(FlowOrder, stage.Name))];

    /// <summary>Keyframes valued, those of an earlier part of the run included.</summary>
    public int Keyframes => Volatile.Read(ref _keyframes);

    /// <summary>Questions put to the model in this process.</summary>
    public long ModelCalls => _answers?.Asked ?? 0;

    /// <summary>Questions answered from memory.</summary>
    public long RememberedAnswers => _answers?.Remembered ?? 0;

    /// <summary>What the model is waited for, and how long; null while it is not.</summary>
    public string? Waiting => _model?.Waiting;

    /// <summary>Clocks seen: 1 for a file, one more for each reconnect of a live stream.</summary>
    public int Epochs => Volatile.Read(ref _epochs);

    /// <summary>The time of the last tracked frame on the run's axis.</summary>
    public double Seconds => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _seconds));

    /// <summary>The number of tracks so far.</summary>
    public int Tracks => Volatile.Read(ref _latestTrack);

    internal FlowMetrics Metrics => _metrics;

    internal void Watch(AnswerMemory answers, IVisionLanguageModel model)
    {
        _answers = answers;
        _model = model;
    }

    internal void AddKeyframes(int count) => Interlocked.Add(ref _keyframes, count);

    internal void AddEpoch() => Interlocked.Increment(ref _epochs);

    internal void Reach(double seconds, int latestTrack)
    {
        Interlocked.Exchange(ref _seconds, BitConverter.DoubleToInt64Bits(seconds));
        Volatile.Write(ref _latestTrack, latestTrack);
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();
}
