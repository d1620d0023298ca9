using PixelShap.Masking;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Keyframes;

/// <summary>Chooses the frames at which the model is asked, and says why. Looks at every frame in order.</summary>
public sealed class KeyframeSelector
{
    // After a start or a cut the tracker needs a few frames before anything has an id; a keyframe without players would be wasted.
    private const double SettleSeconds = 0.25;

    private readonly KeyframeConfiguration _configuration;
    private readonly SceneCutDetector _cuts = new();
    private string? _pending = "start";
    private double? _pendingUntil;
    private double _last = double.NegativeInfinity;
    private int _epoch = -1;

    /// <summary>Creates a selector for one run.</summary>
    public KeyframeSelector(KeyframeConfiguration configuration) => _configuration = configuration;

    /// <summary>The reason why this frame is a keyframe (<c>start</c>, <c>scene cut</c>, <c>interval</c>, <c>stream reopened</c>); null when it is none.</summary>
    /// <param name="seconds">The time on the run's axis.</param>
    /// <param name="epoch">The number of the frame's epoch.</param>
    /// <param name="image">The picture.</param>
    /// <param name="trackCount">The number of tracked objects in it.</param>
    public string? Choose(double seconds, int epoch, BgrImage image, int trackCount)
    {
        double difference = _cuts.Difference(image);
        if (_epoch >= 0 && epoch != _epoch)
        {
            Await("stream reopened", seconds);
        }
        else if (_configuration.SceneCut && difference > _configuration.SceneCutThreshold)
        {
            Await("scene cut", seconds);
        }

        _epoch = epoch;
        _pendingUntil ??= seconds + SettleSeconds;
        string? reason = null;
        if (_pending is not null)
        {
            reason = trackCount > 0 || seconds >= _pendingUntil ? _pending : null;
        }
        else if (seconds - _last >= _configuration.IntervalSeconds - 1e-9)
        {
            reason = "interval";
        }

        if (reason is not null)
        {
            _pending = null;
            _last = seconds;
        }

        return reason;
    }

    private void Await(string reason, double seconds)
    {
        _pending = reason;
        _pendingUntil = seconds + SettleSeconds;
    }
}
