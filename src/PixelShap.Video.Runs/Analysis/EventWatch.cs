using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Measures each picture, and notices while the run goes what happens on the drive.</summary>
/// <param name="sense">Measures; null not to.</param>
internal sealed class EventWatch(IPictureSense? sense)
{
    private readonly EventDetector _detector = new();
    private double? _last;

    /// <summary>What the last picture told; null where nothing is measured.</summary>
    public PictureSignals? Signals { get; private set; }

    /// <summary>Whether something happened with the last picture, or may be happening.</summary>
    public bool IsHappening { get; private set; }

    /// <summary>What is certain with the last picture.</summary>
    public IReadOnlyList<DrivingEvent> Now { get; private set; } = [];

    /// <summary>Another epoch begins.</summary>
    public void Forget()
    {
        sense?.Forget();
        _last = null;
    }

    /// <summary>Looks at the next picture.</summary>
    public void Look(Frame frame, double seconds, IReadOnlyList<TrackedObject> objects)
    {
        if (sense is null)
        {
            return;
        }

        double step = _last is { } last ? seconds - last : 0;
        _last = seconds;
        Signals = sense.Next(frame.Image, step);
        Now = _detector.Look(new EventView
        {
            Seconds = seconds,
            StepSeconds = step,
            Width = frame.Width,
            Height = frame.Height,
            Signals = Signals,
            Objects = [.. objects.Select(item => new EventObject(item.TrackId, item.Detection.ClassName, item.Detection.Box))],
        });
        IsHappening = Now.Count > 0 || _detector.IsAlarmed;
    }
}
