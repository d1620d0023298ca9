using System.Buffers;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Carries one soft mask over one pair of frames. The flow from the new frame back to the old one says where each pixel came from. Where
/// it contradicts the motion of the object as a whole, the object's motion is believed instead: ground that the object just uncovered flows with
/// the ground and would otherwise be drawn along as a trail.
/// </summary>
internal static class MaskCarrier
{
    /// <summary>A pixel's flow counts in full within this many median residuals of the object's motion …</summary>
    private const float Tolerance = 4;

    /// <summary>… which is not taken for less or more than these, in pixels.</summary>
    private const float LeastTolerance = 0.7f, MostTolerance = 6;

    private const int MostSamples = 600;
    private const int Rounds = 2;

    /// <summary>A pixel is consistent when the flow there and the flow back end within this distance, in pixels.</summary>
    private const float ConsistentWithin = 1.5f;

    /// <summary>Carries the mask.</summary>
    /// <param name="mask">The mask in the old frame.</param>
    /// <param name="back">The flow from the new frame to the old one.</param>
    /// <param name="forth">The flow from the old frame to the new one, for the window and the check.</param>
    /// <returns>The mask in the new frame and the trust in this step, 0 to 1.</returns>
    internal static (SoftMask Mask, double Trust) Carry(SoftMask mask, FlowField back, FlowField forth)
    {
        PixelBox window = NewWindow(mask, forth);
        if (window.IsEmpty)
        {
            return (SoftMask.Crop(default, []), 0);
        }

        int size = window.Width * window.Height;
        float[] values = ArrayPool<float>.Shared.Rent(size);
        var samples = new List<ObjectMotion.Sample>(MostSamples + 16);
        Warp(mask, back, window, null, values);
        ObjectMotion? motion = null;
        for (int round = 0; round < Rounds; round++)
        {
            Sample(values, window, back, samples);
            motion = ObjectMotion.Fit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples));
            if (motion is null)
            {
                break;
            }

            Warp(mask, back, window, motion, values);
        }

        SoftMask carried = SoftMask.Crop(window, values.AsSpan(0, size));
        ArrayPool<float>.Shared.Return(values);
        return (carried, Trust(mask, carried, samples, forth, motion));
    }

    /// <summary>Where the object may be now: its old window moved by the middle of its flow, with room for growth.</summary>
    private static PixelBox NewWindow(SoftMask mask, FlowField forth)
    {
        PixelBox old = mask.Window;
        if (old.IsEmpty)
        {
            return default;
        }

        var dx = new List<float>();
        var dy = new List<float>();
        int step = Math.Max(1, (int)Math.Sqrt(old.Width * old.Height / 256.0));
        for (int y = 0; y < old.Height; y += step)
        {
            for (int x = 0; x < old.Width; x += step)
            {
                if (mask.Values[(y * old.Width) + x] > 0.5f)
                {
                    (float moveX, float moveY) = forth[old.X + x, old.Y + y];
                    dx.Add(moveX);
                    dy.Add(moveY);
                }
            }
        }

        int shiftX = Middle(dx), shiftY = Middle(dy);
        int margin = 8 + ((Math.Max(old.Width, old.Height) + Math.Max(Math.Abs(shiftX), Math.Abs(shiftY))) / 4);
        return new PixelBox(old.X + shiftX - margin, old.Y + shiftY - margin, old.Width + (2 * margin), old.Height + (2 * margin))
            .Intersect(new PixelBox(0, 0, forth.Width, forth.Height));
    }

    private static int Middle(List<float> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        values.Sort();
        return (int)MathF.Round(values[values.Count / 2]);
    }

    private static void Warp(SoftMask mask, FlowField back, PixelBox window, ObjectMotion? motion, Span<float> values)
    {
        float tolerance = motion is { } known ? Math.Clamp(Tolerance * known.Residual, LeastTolerance, MostTolerance) : 1;
        float falloff = -1 / (2 * tolerance * tolerance);
        ReadOnlySpan<float> flow = back.Values;
        for (int y = 0; y < window.Height; y++)
        {
            int line = (((window.Y + y) * back.Width) + window.X) * 2;
            for (int x = 0; x < window.Width; x++)
            {
                float dx = flow[line + (2 * x)], dy = flow[line + (2 * x) + 1];
                if (motion is { } whole)
                {
                    (float wholeX, float wholeY) = whole.At(window.X + x, window.Y + y);
                    float offX = dx - wholeX, offY = dy - wholeY, off = falloff * ((offX * offX) + (offY * offY));
                    // Below e^-12 nothing is left of the pixel's own flow.
                    float own = off < -12 ? 0 : MathF.Exp(off);
                    (dx, dy) = (wholeX + (own * offX), wholeY + (own * offY));
                }

                values[(y * window.Width) + x] = mask.At(window.X + x + dx, window.Y + y + dy);
            }
        }
    }

    private static void Sample(ReadOnlySpan<float> values, PixelBox window, FlowField back, List<ObjectMotion.Sample> samples)
    {
        samples.Clear();
        int inside = 0;
        for (int i = 0; i < window.Width * window.Height; i++)
        {
            inside += values[i] > 0.5f ? 1 : 0;
        }

        // Every n-th pixel of the mask in reading order, n not a whole part of a row, spreads the samples over the object.
        int every = (inside / MostSamples) + 1, count = 0;
        for (int y = 0; y < window.Height; y++)
        {
            for (int x = 0; x < window.Width; x++)
            {
                if (values[(y * window.Width) + x] > 0.5f && count++ % every == 0)
                {
                    (float dx, float dy) = back[window.X + x, window.Y + y];
                    samples.Add(new ObjectMotion.Sample(window.X + x, window.Y + y, dx, dy));
                }
            }
        }
    }

    /// <summary>The share of the mask whose flow is consistent forth and back, times how near the area is to what the motion says.</summary>
    private static double Trust(SoftMask old, SoftMask carried, List<ObjectMotion.Sample> samples, FlowField forth, ObjectMotion? motion)
    {
        int before = old.Area, after = carried.Area;
        if (before == 0 || after == 0 || samples.Count == 0)
        {
            return 0;
        }

        int consistent = 0;
        foreach (ObjectMotion.Sample sample in samples)
        {
            (float x, float y) = forth.Nearest(sample.X + sample.DX, sample.Y + sample.DY);
            consistent += MathF.Abs(sample.DX + x) < ConsistentWithin && MathF.Abs(sample.DY + y) < ConsistentWithin ? 1 : 0;
        }

        // The motion maps the new frame to the old one, so a growing object shrinks in it.
        double expected = before / Math.Max(motion?.Growth ?? 1, 1e-3);
        double area = Math.Min(after / expected, expected / after);
        return area * consistent / samples.Count;
    }
}
