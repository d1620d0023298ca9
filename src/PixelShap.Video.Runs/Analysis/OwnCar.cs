using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// What is known of the own car in a run: found beforehand or named by the user, or learned while frames come. Counts what was left out for it. Thread-safe.
/// </summary>
public sealed class OwnCar
{
    // Live, the mask is made again at so many views of the road, and each time there are twice as many.
    private const int FirstViews = 10;

    private readonly Lock _gate = new();
    private readonly IEgoMaskLearner? _learner;
    private int _next = FirstViews;
    private long _leftOut;
    private EgoMask? _mask;

    /// <summary>The own car of a clip.</summary>
    /// <param name="mask">Its pixels; null for none.</param>
    /// <param name="views">The views of the road that it was found in; 0 where nobody looked.</param>
    public OwnCar(EgoMask? mask, int views = 0) => (_mask, Views) = (mask, views);

    /// <summary>The own car of a camera, of which nothing is known yet.</summary>
    public OwnCar(IEgoMaskLearner learner) => _learner = learner;

    /// <summary>Its pixels, as far as they are known; null for none.</summary>
    public EgoMask? Mask => Volatile.Read(ref _mask);

    /// <summary>The views of the road that it was found in.</summary>
    public int Views { get; private set; }

    /// <summary>How many detections were left out for it.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>Learns from the next frame of a live camera.</summary>
    public void Look(Frame frame)
    {
        if (_learner is null)
        {
            return;
        }

        lock (_gate)
        {
            _learner.Look(frame.Image, frame.Pts.Seconds);
            if (_learner.Taken >= _next)
            {
                (_next, Views) = (2 * _learner.Taken, _learner.Views);
                Volatile.Write(ref _mask, _learner.Learn());
            }
        }
    }

    /// <summary>The detections of a picture that are no part of the own car.</summary>
    public IReadOnlyList<Detection> Without(IReadOnlyList<Detection> detections, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(detections);
        if (Mask is not { } mask || detections.Count == 0)
        {
            return detections;
        }

        Detection[] others = [.. detections.Where(detection => !mask.Holds(detection, width, height))];
        Interlocked.Add(ref _leftOut, detections.Count - others.Length);
        return others;
    }
}
