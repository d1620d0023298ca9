using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>The state of one object that is being followed. Everything in it is in pixels of the current frame.</summary>
internal sealed class Track
{
    /// <summary>How many sights back the direction of motion is measured from (OC-SORT's Δt).</summary>
    private const int MomentumSights = 3;

    private readonly List<BoundingBox> _sights = [];
    private readonly ClassVotes _votes = new();
    private FrameHeader _lastFrame;
    private BoxFilter _filter;

    /// <summary>Begins with one detection.</summary>
    /// <param name="frame">The frame it was seen in.</param>
    /// <param name="detection">The detection.</param>
    /// <param name="velocity">The expected velocity of its centre in pixels per second.</param>
    /// <param name="scale">How restless it is expected to be.</param>
    /// <param name="noise">The motion model.</param>
    public Track(FrameHeader frame, Detection detection, (double X, double Y) velocity, AccelerationScale scale, MotionNoise noise)
    {
        _lastFrame = frame;
        _filter = BoxFilter.Start(detection.Box, velocity, noise);
        AccelerationScale = scale;
        Note(frame, detection);
    }

    /// <summary>0 until the track is confirmed.</summary>
    public int Id { get; private set; }

    public bool IsConfirmed => Id > 0;

    public int Hits { get; private set; }

    public double LastSeconds => _lastFrame.Pts.Seconds;

    public int ClassId => _votes.ClassId;

    public string ClassName => _votes.ClassName;

    /// <summary>Where it was seen last.</summary>
    public BoundingBox LastBox => _sights[^1];

    /// <summary>Where it should be now.</summary>
    public BoundingBox Predicted { get; private set; }

    /// <summary>The velocity of its centre in pixels per second.</summary>
    public (double X, double Y) Velocity => _filter.Velocity;

    public AccelerationScale AccelerationScale { get; private set; }

    public Mask? LastMask { get; private set; }

    /// <summary>Frames in a row without a detection.</summary>
    public int Missed { get; private set; }

    /// <summary>The sights from before the confirmation.</summary>
    public List<(FrameHeader Frame, Detection Detection)> Tentative { get; } = [];

    /// <summary>Where it was seen a few sights ago, for the direction of its motion.</summary>
    public BoundingBox Origin => _sights[Math.Max(0, _sights.Count - 1 - MomentumSights)];

    public void Predict(double seconds) => Predicted = _filter.Predict(seconds - LastSeconds, AccelerationScale.Factor).Box;

    public void Warp(CameraMotion motion)
    {
        _filter = _filter.Warp(motion);
        for (int i = 0; i < _sights.Count; i++)
        {
            _sights[i] = motion.Apply(_sights[i]);
        }
    }

    public void Miss() => Missed++;

    public void Confirm(int id)
    {
        Id = id;
        _votes.Settle();
    }

    public TrackedObject Emit(Detection detection) =>
        new(Id, detection with { ClassId = _votes.ClassId, ClassName = _votes.ClassName });

    public void See(FrameHeader frame, Detection detection)
    {
        double step = (frame.Pts.Seconds - LastSeconds) / (Missed + 1);
        AccelerationScale = Missed == 0 && Hits > 1
            ? AccelerationScale.Learn(_filter.Predict(step, AccelerationScale.Factor).Error(detection.Box, detection.Score))
            : AccelerationScale.Forget();

        // OC-SORT's re-update: during a gap the object is taken to have gone straight from its last sight to this one.
        for (int i = 1; i <= Missed + 1; i++)
        {
            BoundingBox box = Between(LastBox, detection.Box, (double)i / (Missed + 1));
            _filter = _filter.Predict(step, AccelerationScale.Factor).Correct(box, detection.Score);
        }

        Note(frame, detection);
    }

    private void Note(FrameHeader frame, Detection detection)
    {
        _lastFrame = frame;
        Hits++;
        Missed = 0;
        _votes.Add(detection);
        if (_sights.Count > MomentumSights)
        {
            _sights.RemoveAt(0);
        }

        _sights.Add(detection.Box);
        LastMask = detection.Mask ?? LastMask;
        if (!IsConfirmed)
        {
            Tentative.Add((frame, detection));
        }
    }

    private static BoundingBox Between(BoundingBox first, BoundingBox second, double share)
    {
        float t = (float)share;
        return new BoundingBox(
            first.Left + (t * (second.Left - first.Left)), first.Top + (t * (second.Top - first.Top)),
            first.Right + (t * (second.Right - first.Right)), first.Bottom + (t * (second.Bottom - first.Bottom)));
    }
}
