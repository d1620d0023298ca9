using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>The places around an object where its label may stand, the best liked first.</summary>
internal static class LabelSlots
{
    private const int NearCount = 9, Directions = 12, Rings = 5;

    /// <summary>The number of slots.</summary>
    internal static int Count => NearCount + (Directions * Rings);

    /// <summary>What a slot costs by itself: 0 for the best liked; a ring farther out costs about half a label over an object.</summary>
    internal static double Preference(int slot)
    {
        if (slot < NearCount)
        {
            return slot switch { 0 => 0, 1 or 2 => 0.15, < 6 => 0.5, 6 or 7 => 0.6, _ => 0.8 };
        }

        int ring = (slot - NearCount) / Directions, direction = (slot - NearCount) % Directions;
        // Upwards is liked better: below an object is the road, where the next one comes.
        return 1.6 + (0.9 * ring) + (0.35 * Math.Abs(Math.Sin(Math.PI * direction / Directions)));
    }

    /// <summary>Where the label would be in this slot, moved into the bounds; null when it does not fit there.</summary>
    internal static PixelBox? Candidate(int slot, LabelRequest request, PixelBox bounds, int gap)
    {
        BoundingBox t = request.Target;
        double w = request.Width, h = request.Height;
        if (w > bounds.Width || h > bounds.Height)
        {
            return null;
        }

        double centre = ((t.Left + t.Right) - w) / 2, middle = ((t.Top + t.Bottom) - h) / 2;
        (double x, double y) = slot switch
        {
            0 => (t.Left, t.Top - gap - h),
            1 => (centre, t.Top - gap - h),
            2 => (t.Right - w, t.Top - gap - h),
            3 => (t.Left, t.Bottom + gap),
            4 => (centre, t.Bottom + gap),
            5 => (t.Right - w, t.Bottom + gap),
            6 => (t.Right + gap, t.Top),
            7 => (t.Left - gap - w, t.Top),
            8 => (t.Left + gap, t.Top + gap),
            _ => Far(slot - NearCount, t, w, h, centre, middle),
        };
        if (slot == 8 && (t.Width < w + (2 * gap) || t.Height < 3 * h))
        {
            return null;
        }

        int left = (int)Math.Round(Math.Clamp(x, bounds.X, bounds.Right - w));
        int top = (int)Math.Round(Math.Clamp(y, bounds.Y, bounds.Bottom - h));

        // Moving up or down into the bounds would put the label onto its object; the inside slot is for that.
        bool moved = Math.Abs(top - y) > h / 2 || Math.Abs(left - x) > w;
        return moved ? null : new PixelBox(left, top, request.Width, request.Height);
    }

    private static (double X, double Y) Far(int slot, BoundingBox target, double width, double height, double centre, double middle)
    {
        double angle = 2 * Math.PI * (slot % Directions) / Directions, reach = 1.4 + (1.5 * (slot / Directions));
        double across = ((target.Width + width) / 2) + (reach * height * 0.9), along = ((target.Height + height) / 2) + (reach * height);
        return (centre + (Math.Sin(angle) * across), middle - (Math.Cos(angle) * along));
    }
}
