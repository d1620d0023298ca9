using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Carries the tracked objects of a seen frame over the frames after it. An object keeps its id; its box follows its mask.</summary>
internal sealed class ObjectCarrier(IMaskPropagator propagator)
{
    // Objects that are seen only at the end of a span: more than that at once would be another scene.
    private const int SpareSlots = 32;

    // Less trusted than that, a mask is not shown.
    private const double LeastTrust = 0.3;

    private readonly CarryDoubt _doubt = new();
    private readonly List<Sight> _start = [];
    private readonly List<FrameHeader> _headers = [];
    private FrameHeader? _startFrame;

    /// <summary>Whether the objects of the last frame should rather be looked at again.</summary>
    public bool IsDoubtful => _doubt.IsDoubtful;

    /// <summary>Begins a span at a frame in which the objects were seen.</summary>
    public void Start(Frame frame, IReadOnlyList<TrackedObject> objects)
    {
        _startFrame = frame.Header;
        _headers.Clear();
        _start.Clear();
        _start.AddRange(objects.Select(one => new Sight(one, frame.Width, frame.Height)));
        propagator.Start(frame.Image, [.. _start.Select(sight => (Mask?)sight.Mask), .. new Mask?[SpareSlots]]);
        _doubt.Start([.. _start.Select(sight => sight.Mask)]);
    }

    /// <summary>Goes on to the next frame.</summary>
    /// <returns>The objects where they are now, by track id.</returns>
    public IReadOnlyList<TrackedObject> Advance(Frame frame)
    {
        _headers.Add(frame.Header);
        IReadOnlyList<PropagatedMask?> masks = propagator.Advance(frame.Image);
        _doubt.Look([.. masks.Take(_start.Count).Select(mask => mask!)]);
        return Shown(_start.Select((sight, i) => Carried(sight, null, 0, masks[i])));
    }

    /// <summary>Ends the span at the next seen frame.</summary>
    /// <returns>For each frame of <see cref="Advance"/> the objects as both neighbours show them, by track id.</returns>
    public IReadOnlyList<IReadOnlyList<TrackedObject>> Close(Frame frame, IReadOnlyList<TrackedObject> objects)
    {
        var ends = new Sight?[_start.Count + SpareSlots];
        int spare = _start.Count;
        foreach (TrackedObject one in objects)
        {
            int slot = _start.FindIndex(sight => sight.Object.TrackId == one.TrackId);
            if (slot >= 0 || spare < ends.Length)
            {
                ends[slot >= 0 ? slot : spare++] = new Sight(one, frame.Width, frame.Height);
            }
        }

        IReadOnlyList<IReadOnlyList<PropagatedMask?>> masks = propagator.Close(frame.Image, [.. ends.Select(end => end?.Mask)]);
        double from = _startFrame!.Pts.Seconds, length = frame.Pts.Seconds - from;
        return
        [
            .. _headers.Select((header, k) =>
            {
                double share = length > 0 ? Math.Clamp((header.Pts.Seconds - from) / length, 0, 1) : 0;
                return Shown(ends.Select((end, i) => Carried(i < _start.Count ? _start[i] : null, end, share, masks[k][i])));
            }),
        ];
    }

    private static IReadOnlyList<TrackedObject> Shown(IEnumerable<TrackedObject?> objects) =>
        [.. objects.OfType<TrackedObject>().OrderBy(one => one.TrackId)];

    /// <summary>An object between two sights, of which one may be missing.</summary>
    private static TrackedObject? Carried(Sight? start, Sight? end, double share, PropagatedMask? carried)
    {
        if (carried is null || carried.Mask.IsEmpty || carried.Trust < LeastTrust || (start ?? end) is not { } known)
        {
            return null;
        }

        double weight = start is null ? 1 : end is null ? 0 : share;
        Sight first = start ?? end!, last = end ?? start!;
        Detection seen = (end ?? start)!.Object.Detection;
        return new TrackedObject(known.Object.TrackId, seen with
        {
            Score = (float)(first.Object.Detection.Score + (weight * (last.Object.Detection.Score - first.Object.Detection.Score))),
            Box = Sight.BoxAround(carried.Mask.Box, first, last, (float)weight),
            Mask = seen.Mask is null ? null : carried.Mask,
        });
    }

    /// <summary>An object as it was seen. Without a mask its box stands for it.</summary>
    private sealed class Sight(TrackedObject one, int width, int height)
    {
        public TrackedObject Object => one;

        public Mask Mask { get; } = one.Detection.Mask ?? Mask.FromBox(width, height, one.Detection.Box.ToPixels(width, height));

        /// <summary>The box around a carried mask: as far outside the mask's own box as the boxes of the sights are outside theirs.</summary>
        public static BoundingBox BoxAround(PixelBox box, Sight first, Sight last, float share)
        {
            float left = box.X + Mix(first.Box.Left - first.Mask.Box.X, last.Box.Left - last.Mask.Box.X, share);
            float top = box.Y + Mix(first.Box.Top - first.Mask.Box.Y, last.Box.Top - last.Mask.Box.Y, share);
            float right = box.Right + Mix(first.Box.Right - first.Mask.Box.Right, last.Box.Right - last.Mask.Box.Right, share);
            float bottom = box.Bottom + Mix(first.Box.Bottom - first.Mask.Box.Bottom, last.Box.Bottom - last.Mask.Box.Bottom, share);
            return new BoundingBox(left, top, Math.Max(left, right), Math.Max(top, bottom));
        }

        private BoundingBox Box => one.Detection.Box;

        private static float Mix(float first, float last, float share) => first + (share * (last - first));
    }
}
