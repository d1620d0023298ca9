using System.Buffers;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Carries one soft mask over one pair of frames. The flow from the new frame back to the old one says where each pixel came from. Where
/// it contradicts the motion of the object as a whole, the object's motion is believed instead: ground that the object just uncovered
/// flows with the ground and would otherwise be drawn along as a trail.
/// </summary>
internal static class MaskCarrier
{
    /// <summary>A pixel's flow counts in full within this many median residuals of the object's motion …</summary>
    private const float Tolerance = 4;

    /// <summary>… which is not taken for less or more than these, in pixels.</summary>
    private const float LeastTolerance = 0.7f, MostTolerance = 6;

    private const int MostSamples = 1200;
    private const int MostPoints = 17 * 17;
    private const int Rounds = 2;

    /// <summary>A pixel is consistent when the flow there and the flow back end within this distance, in pixels.</summary>
    private const float ConsistentWithin = 1.5f;

    /// <summary>Carries the mask.</summary>
    /// <param name="mask">The mask in the old frame.</param>
    /// <param name="back">The flow from the new frame to the old one.</param>
    /// <param name="forth">The flow from the old frame to the new one, for the window and the check.</param>
    /// <returns>The mask in the new frame and the trust in this step.</returns>
    internal static (SoftMask Mask, StepTrust Trust) Carry(SoftMask mask, FlowField back, FlowField forth)
    {
        PixelBox window = NewWindow(mask, forth);
        if (window.IsEmpty)
        {
            return (SoftMask.Crop(default, []), default);
        }

        // The motion is fitted to a grid of about as many points as are used; the mask itself is warped once.
        int step = Math.Max(1, (int)Math.Sqrt((double)window.Width * window.Height / MostSamples));
        int columns = ((window.Width - 1) / step) + 1, rows = ((window.Height - 1) / step) + 1;
        ObjectMotion.Sample[] buffer = ArrayPool<ObjectMotion.Sample>.Shared.Rent(columns * rows);
        ReadOnlySpan<ObjectMotion.Sample> samples = default;
        ObjectMotion? motion = null;
        for (int round = 0; round < Rounds; round++)
        {
            samples = buffer.AsSpan(0, Sample(mask, back, window, step, motion, buffer));
            motion = ObjectMotion.Fit(samples);
            if (motion is null)
            {
                break;
            }
        }

        int size = window.Width * window.Height;
        float[] values = ArrayPool<float>.Shared.Rent(size);
        var warp = new Warp(mask, back, motion);
        for (int y = 0; y < window.Height; y++)
        {
            for (int x = 0; x < window.Width; x++)
            {
                values[(y * window.Width) + x] = warp.At(window.X + x, window.Y + y);
            }
        }

        SoftMask carried = SoftMask.Crop(window, values.AsSpan(0, size));
        ArrayPool<float>.Shared.Return(values);
        StepTrust trust = Trust(mask, carried, samples, forth, motion);
        ArrayPool<ObjectMotion.Sample>.Shared.Return(buffer);
        return (carried, trust);
    }

    /// <summary>Where the object may be now: its old window moved by the middle of its flow, with room for growth.</summary>
    private static PixelBox NewWindow(SoftMask mask, FlowField forth)
    {
        PixelBox old = mask.Window;
        if (old.IsEmpty)
        {
            return default;
        }

        // At most 17 points each way.
        Span<float> dx = stackalloc float[MostPoints], dy = stackalloc float[MostPoints];
        int count = 0, stepX = (old.Width / 16) + 1, stepY = (old.Height / 16) + 1;
        for (int y = 0; y < old.Height; y += stepY)
        {
            for (int x = 0; x < old.Width; x += stepX)
            {
                if (mask.Values[(y * old.Width) + x] > 0.5f)
                {
                    (dx[count], dy[count]) = forth[old.X + x, old.Y + y];
                    count++;
                }
            }
        }

        int shiftX = Middle(dx[..count]), shiftY = Middle(dy[..count]);
        int margin = 8 + ((Math.Max(old.Width, old.Height) + Math.Max(Math.Abs(shiftX), Math.Abs(shiftY))) / 4);
        return new PixelBox(old.X + shiftX - margin, old.Y + shiftY - margin, old.Width + (2 * margin), old.Height + (2 * margin))
            .Intersect(new PixelBox(0, 0, forth.Width, forth.Height));
    }

    private static int Middle(Span<float> values)
    {
        values.Sort();
        return values.IsEmpty ? 0 : (int)MathF.Round(values[values.Length / 2]);
    }

    /// <summary>The flow at the grid points inside the mask; returns how many there are.</summary>
    private static int Sample(
        SoftMask mask, FlowField back, PixelBox window, int step, ObjectMotion? motion, Span<ObjectMotion.Sample> samples)
    {
        int count = 0;
        var warp = new Warp(mask, back, motion);
        for (int y = window.Y; y < window.Bottom; y += step)
        {
            for (int x = window.X; x < window.Right; x += step)
            {
                if (warp.At(x, y) > 0.5f)
                {
                    (float dx, float dy) = back[x, y];
                    samples[count++] = new ObjectMotion.Sample(x, y, dx, dy);
                }
            }
        }

        return count;
    }

    private static StepTrust Trust(
        SoftMask old, SoftMask carried, ReadOnlySpan<ObjectMotion.Sample> samples, FlowField forth, ObjectMotion? motion)
    {
        int before = old.Area, after = carried.Area;
        if (before == 0 || after == 0 || samples.IsEmpty)
        {
            return default;
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
        return new StepTrust((double)consistent / samples.Length, area);
    }

    /// <summary>The old mask as it looks in the new frame, the flow tied to the motion of the object where that is known.</summary>
    private readonly struct Warp
    {
        private readonly SoftMask _mask;
        private readonly FlowField _back;
        private readonly ObjectMotion _motion;
        private readonly float _falloff;

        public Warp(SoftMask mask, FlowField back, ObjectMotion? motion)
        {
            float tolerance = Math.Clamp(Tolerance * (motion?.Residual ?? 0), LeastTolerance, MostTolerance);
            (_mask, _back, _motion) = (mask, back, motion ?? default);
            _falloff = motion is null ? 0 : -1 / (2 * tolerance * tolerance);
        }

        public float At(int x, int y)
        {
            (float dx, float dy) = _back[x, y];
            (float wholeX, float wholeY) = _motion.At(x, y);
            float offX = dx - wholeX, offY = dy - wholeY, off = _falloff * ((offX * offX) + (offY * offY));
            // Below e^-12 nothing is left of the pixel's own flow.
            float own = off < -12 ? 0 : MathF.Exp(off);
            float fromX = x + wholeX + (own * offX), fromY = y + wholeY + (own * offY);
            return fromX > -1 && fromY > -1 && fromX < _back.Width && fromY < _back.Height ? _mask.At(fromX, fromY) : SoftMask.Unseen;
        }
    }
}

/// <summary>How far one step of carrying a mask can be trusted.</summary>
/// <param name="Consistency">The share of the mask whose flow is consistent forth and back, 0 to 1.</param>
/// <param name="Area">How near the area is to what the motion of the object says, 0 to 1.</param>
internal readonly record struct StepTrust(double Consistency, double Area);
