using System.Numerics;
using System.Runtime.CompilerServices;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>
/// Draws the edge of a packed mask as a thin antialiased line just inside it, with a soft dark seam just outside, so that the line
/// is seen on light and on dark ground. The distance to the edge is estimated from the share of mask pixels in a square window,
/// which also smooths the steps of a mask that was scaled up. Only windows that are neither empty nor full cost anything.
/// </summary>
internal sealed class Outline
{
    private const double SeamWidth = 1.1, SeamOpacity = 0.38;
    private const int MaximumRadius = 7;

    private ulong[] _some = [];
    private ulong[] _every = [];

    /// <summary>Draws the outline of <paramref name="mask"/>.</summary>
    /// <param name="picture">The picture, of the mask's image size.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="colour">The colour of the line.</param>
    /// <param name="width">The width of the line in pixels, up to 6; small objects get a thinner one.</param>
    /// <param name="opacity">How much of the picture the line replaces, 0 to 1.</param>
    internal void Draw(PictureView picture, Mask mask, Rgb colour, double width, double opacity)
    {
        if (mask.IsEmpty)
        {
            return;
        }

        width = Math.Min(width, Math.Max(1, Math.Min(mask.Box.Width, mask.Box.Height) / 12.0));
        int radius = Math.Min(MaximumRadius, (int)Math.Ceiling(width) + 1);
        int side = (2 * radius) + 1;
        Span<uint> line = stackalloc uint[(side * side) + 1], seam = stackalloc uint[(side * side) + 1];
        for (int count = 0; count <= side * side; count++)
        {
            double inside = (((double)count / (side * side)) - 0.5) * side;
            line[count] = Weight(Math.Min(inside + 0.5, width - inside + 0.5), opacity);
            seam[count] = Weight(Math.Min(inside + SeamWidth + 0.5, 0.5 - inside), SeamOpacity * opacity);
        }

        int left = mask.Box.X - radius, words = (mask.Box.Width + (2 * radius) + 63) >> 6;
        if (_some.Length < words * side)
        {
            _some = new ulong[words * side];
            _every = new ulong[words * side];
        }

        for (int y = mask.Box.Y - (2 * radius); y < mask.Box.Bottom + radius; y++)
        {
            Spread(mask, left, words, radius, y + radius, Modulo(y + radius, side) * words);
            if (y >= Math.Max(0, mask.Box.Y - radius) && y < picture.Height)
            {
                DrawRow(picture.Row(y), mask, left, words, radius, y, line, seam, colour.Pixel);
            }
        }
    }

    /// <summary>For one row: which pixels have some mask pixel, and which only mask pixels, within the radius to either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(Mask mask, int left, int words, int radius, int y, int slot)
    {
        for (int word = 0; word < words; word++)
        {
            int x = left + (word << 6);
            ulong some = 0, every = ulong.MaxValue;
            if (y >= mask.Box.Y && y < mask.Box.Bottom)
            {
                for (int shift = -radius; shift <= radius; shift++)
                {
                    ulong bits = mask.Bits(x + shift, y);
                    some |= bits;
                    every &= bits;
                }
            }
            else
            {
                every = 0;
            }

            _some[slot + word] = some;
            _every[slot + word] = every;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DrawRow(
        Span<uint> row, Mask mask, int left, int words, int radius, int y, ReadOnlySpan<uint> line, ReadOnlySpan<uint> seam, uint colour)
    {
        int side = (2 * radius) + 1;
        ulong window = (1UL << side) - 1;
        Span<ulong> first = stackalloc ulong[side], second = stackalloc ulong[side];
        for (int word = 0; word < words; word++)
        {
            ulong some = 0, every = ulong.MaxValue;
            for (int slot = 0; slot < side; slot++)
            {
                some |= _some[(slot * words) + word];
                every &= _every[(slot * words) + word];
            }

            ulong near = some & ~every;
            int start = left + (word << 6);
            for (int i = 0; i < side && near != 0; i++)
            {
                // All bits that the windows of these 64 pixels reach over.
                first[i] = mask.Bits(start - radius, y - radius + i);
                second[i] = mask.Bits(start - radius + 64, y - radius + i);
            }

            for (; near != 0; near &= near - 1)
            {
                int bit = BitOperations.TrailingZeroCount(near), x = start + bit;
                if ((uint)x >= (uint)row.Length)
                {
                    continue;
                }

                int count = 0;
                for (int i = 0; i < side; i++)
                {
                    count += BitOperations.PopCount(((first[i] >> bit) | ((second[i] << 1) << (63 - bit))) & window);
                }

                if (seam[count] > 0)
                {
                    row[x] = Tint.Mix(row[x], 0xFF000000u, seam[count]);
                }

                if (line[count] > 0)
                {
                    row[x] = Tint.Mix(row[x], colour, line[count]);
                }
            }
        }
    }

    private static uint Weight(double coverage, double opacity) =>
        (uint)Math.Round(256 * Math.Clamp(coverage, 0, 1) * Math.Clamp(opacity, 0, 1));

    private static int Modulo(int value, int divisor) => ((value % divisor) + divisor) % divisor;
}
