using System.Numerics;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>How well a detection fits a track.</summary>
internal sealed class Affinity(MultiObjectTrackerOptions options)
{
    /// <summary>
    /// The value of joining the detection to the track at <paramref name="box"/>; 0 when they may not be joined, positive otherwise.
    /// </summary>
    /// <param name="track">The track.</param>
    /// <param name="box">Where the track is looked for.</param>
    /// <param name="detection">The detection.</param>
    /// <param name="minOverlap">The least overlap.</param>
    public double Of(Track track, BoundingBox box, Detection detection, double minOverlap)
    {
        double overlap = box.IoU(detection.Box);
        if (overlap <= 0)
        {
            return 0;
        }

        if (track.LastMask is { } mask && detection.Mask is { } other)
        {
            double shared = MaskOverlap.IoU(mask, other, box);
            overlap = ((1 - options.MaskShare) * overlap) + (options.MaskShare * shared);
        }

        bool sameClass = track.ClassId == detection.ClassId;
        double least = sameClass ? minOverlap : People.Are(track.ClassName, detection.ClassName) ? options.OtherPersonMinOverlap : options.OtherClassMinOverlap;
        if (overlap < least)
        {
            return 0;
        }

        double value = overlap + (options.MomentumWeight * detection.Score * Momentum(track, detection.Box));
        return Math.Max(sameClass ? value : value / 2, 1e-6);
    }

    /// <summary>
    /// Observation-centric momentum (OC-SORT, equation 4): ½ when the detection continues the track's direction of motion, −½ when
    /// it lies backwards, 0 when the track has not moved.
    /// </summary>
    private static double Momentum(Track track, BoundingBox box)
    {
        BoundingBox origin = track.Origin, last = track.LastBox;
        (double dx, double dy) = Step(origin, last);
        (double ex, double ey) = Step(origin, box);
        double length = Math.Sqrt(((dx * dx) + (dy * dy)) * ((ex * ex) + (ey * ey)));
        return length < 1e-9 ? 0 : 0.5 - (Math.Acos(Math.Clamp(((dx * ex) + (dy * ey)) / length, -1, 1)) / Math.PI);
    }

    private static (double X, double Y) Step(BoundingBox from, BoundingBox to) =>
        ((to.Left + to.Right - from.Left - from.Right) / 2.0, (to.Top + to.Bottom - from.Top - from.Bottom) / 2.0);
}

/// <summary>The overlap of a mask that has moved with one that is there now.</summary>
internal static class MaskOverlap
{
    /// <summary>
    /// The IoU of <paramref name="current"/> with <paramref name="last"/> moved to the centre of <paramref name="box"/>, 0 to 1.
    /// </summary>
    public static double IoU(Mask last, Mask current, BoundingBox box)
    {
        PixelBox was = last.Box;
        int dx = (int)Math.Round(((box.Left + box.Right) / 2) - (was.X + (was.Width / 2.0)));
        int dy = (int)Math.Round(((box.Top + box.Bottom) / 2) - (was.Y + (was.Height / 2.0)));
        PixelBox common = (was with { X = was.X + dx, Y = was.Y + dy }).Intersect(current.Box);
        int both = 0;
        for (int y = common.Y; y < common.Bottom; y++)
        {
            for (int x = common.X; x < common.Right; x += 64)
            {
                ulong bits = current.Bits(x, y) & last.Bits(x - dx, y - dy);
                int rest = common.Right - x;
                both += BitOperations.PopCount(rest < 64 ? bits & ((1UL << rest) - 1) : bits);
            }
        }

        int either = last.Area + current.Area - both;
        return either == 0 ? 0 : (double)both / either;
    }
}
