using System.Diagnostics.Metrics;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Live;

/// <summary>What there is to see of a camera at this moment: its state, its latest annotated picture, its counters. Stays while its run begins anew. Thread-safe.</summary>
public sealed class CameraView
{
    /// <summary>Nobody sees more pictures a second on a page.</summary>
    private static readonly TimeSpan PicturePause = TimeSpan.FromSeconds(0.3);

    /// <summary>Pictures are drawn while somebody looks, and this long after.</summary>
    private static readonly TimeSpan LookingTime = TimeSpan.FromSeconds(15);

    private const int MostAlerts = 20;

    private readonly TimeProvider _time;
    private readonly Histogram<double>? _latencies;
    private readonly Lock _lock = new();
    private readonly LinkedList<LiveAlert> _alerts = new();
    private readonly RecentLatency _latency = new();
    private CameraRun? _run;
    private LiveCounts _earlier = new(0, 0, 0, 0, null);
    private string _state = "connecting";
    private string _reason = "";
    private DateTimeOffset _since;
    private long _drawnAt;
    private long _lookedAt;
    private CameraScene? _scene;
    private byte[]? _picture;

    /// <summary>A camera that nothing is known of yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="address">Its address, without credentials.</param>
    /// <param name="time">The clock.</param>
    /// <param name="latencies">Takes the seconds from the arrival of each frame to its annotated picture; null for nowhere.</param>
    public CameraView(string name, string address, TimeProvider time, Histogram<double>? latencies = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Name, Address, _time, _latencies, _since) = (name, address, time, latencies, time.GetUtcNow());
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its address, without credentials.</summary>
    public string Address { get; }

    /// <summary>What it does: a state of the stream, <c>starting</c> while its parts are made, or <c>failed</c> where our own part of it broke.</summary>
    public (string State, string Reason, DateTimeOffset Since) State
    {
        get
        {
            lock (_lock)
            {
                if (_run is { } run)
                {
                    Go(run.Source.State, run.Source.Reason);
                }

                return (_state, _reason, _since);
            }
        }
    }

    /// <summary>The counters of the stages of its present run; empty while there is none.</summary>
    public IReadOnlyList<StageSnapshot> Stages
    {
        get
        {
            lock (_lock)
            {
                return _run?.Progress.Stages ?? [];
            }
        }
    }

    /// <summary>What it has come to since the program began; the recording is that of the present run.</summary>
    public LiveCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _run is { } run ? Sum(_earlier, run.Source.Counts) : _earlier;
            }
        }
    }

    /// <summary>The questions put to the model in its present run, and what they took where that is counted.</summary>
    public (long Calls, ModelUsage? Usage) Questions
    {
        get
        {
            lock (_lock)
            {
                return _run is { } run ? (run.Progress.ModelCalls, run.Usage()) : (0, null);
            }
        }
    }

    /// <summary>Seconds from the arrival of a frame to its annotated picture: the median of the latest; null before the first.</summary>
    public double? LatencySeconds
    {
        get
        {
            lock (_lock)
            {
                return _latency.Median;
            }
        }
    }

    /// <summary>The latest scene; null before the first.</summary>
    public CameraScene? Scene
    {
        get
        {
            lock (_lock)
            {
                return _scene;
            }
        }
    }

    /// <summary>The latest events, the newest first.</summary>
    public IReadOnlyList<LiveAlert> Alerts
    {
        get
        {
            lock (_lock)
            {
                return [.. _alerts];
            }
        }
    }

    /// <summary>The folder of its present run; null while there is none.</summary>
    public string? Folder
    {
        get
        {
            lock (_lock)
            {
                return _run?.Folder;
            }
        }
    }

    /// <summary>The latest annotated picture as a JPEG; null before the first. Asking for it is what has pictures drawn.</summary>
    public byte[]? Picture
    {
        get
        {
            Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
            return Volatile.Read(ref _picture);
        }
    }

    /// <summary>A run of it begins.</summary>
    internal void Attach(CameraRun run)
    {
        lock (_lock)
        {
            _run = run;
        }
    }

    /// <summary>Its run has ended.</summary>
    /// <param name="state">What it does now.</param>
    /// <param name="reason">Why, for people.</param>
    public void Detach(string state, string reason)
    {
        lock (_lock)
        {
            if (_run is { } run)
            {
                _earlier = Sum(_earlier, run.Source.Counts);
                _run = null;
            }

            Go(state, reason);
        }
    }

    /// <summary>Takes an event, or what has become of one that it has.</summary>
    public void Add(LiveAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        lock (_lock)
        {
            if (_alerts.FirstOrDefault(known => known.Id == alert.Id) is { } known)
            {
                _alerts.Find(known)!.Value = alert;
                return;
            }

            _alerts.AddFirst(alert);
            if (_alerts.Count > MostAlerts)
            {
                _alerts.RemoveLast();
            }
        }
    }

    /// <summary>Takes a scene, and has it drawn where somebody looks.</summary>
    internal void Show(Frame frame, Scene scene, ImportanceStrip strip, ILivePicture picture)
    {
        double? latency = frame.Header.ReceivedAt != 0 ? _time.GetElapsedTime(frame.Header.ReceivedAt).TotalSeconds : null;
        lock (_lock)
        {
            _scene = new CameraScene(scene.TimeSeconds, scene.Prompt, scene.Answer, scene.Model, strip, frame.Width, frame.Height);
            if (latency is { } seconds)
            {
                _latency.Add(seconds);
            }
        }

        if (latency is { } measured)
        {
            _latencies?.Record(measured, new KeyValuePair<string, object?>("camera", Name));
        }

        bool isLooked = Volatile.Read(ref _picture) is null || (Interlocked.Read(ref _lookedAt) is not 0 and var looked && _time.GetElapsedTime(looked) < LookingTime);
        if (isLooked && (_drawnAt == 0 || _time.GetElapsedTime(_drawnAt) >= PicturePause))
        {
            _drawnAt = _time.GetTimestamp();
            Volatile.Write(ref _picture, picture.Draw(frame, scene, strip));
        }
    }

    private void Go(string state, string reason)
    {
        if (state != _state)
        {
            _since = _time.GetUtcNow();
        }

        (_state, _reason) = (state, reason);
    }

    private static LiveCounts Sum(LiveCounts one, LiveCounts other) => new(
        one.Received + other.Received, one.Dropped + other.Dropped, one.Reconnects + other.Reconnects, one.RepairedTimes + other.RepairedTimes, other.Recording);
}

/// <summary>A run of a camera.</summary>
/// <param name="Source">Its frames.</param>
/// <param name="Progress">Its counters.</param>
/// <param name="Usage">What its questions took.</param>
/// <param name="Folder">Where it is written.</param>
internal sealed record CameraRun(ILiveSource Source, AnalysisProgress Progress, Func<ModelUsage?> Usage, string Folder);

/// <summary>What is known at one moment.</summary>
/// <param name="Seconds">The time on the axis of the run.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">The latest answer; empty before the first.</param>
/// <param name="Model">Who answered.</param>
/// <param name="Strip">The importance of the last minute.</param>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
public sealed record CameraScene(double Seconds, string Question, string Answer, string Model, ImportanceStrip Strip, int Width, int Height);

/// <summary>The median of the latest values.</summary>
internal sealed class RecentLatency
{
    private readonly double[] _values = new double[101];
    private long _count;

    public double? Median
    {
        get
        {
            int known = (int)Math.Min(_count, _values.Length);
            return known == 0 ? null : _values.Take(known).Order().ElementAt(known / 2);
        }
    }

    public void Add(double seconds) => _values[_count++ % _values.Length] = seconds;
}
