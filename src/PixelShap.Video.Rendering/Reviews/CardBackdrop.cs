using System.Runtime.InteropServices;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Overlay;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Fills a card with a dimmed picture, enlarged until it covers the whole.</summary>
internal static class CardBackdrop
{
    private const int One = 256;

    /// <param name="picture">A <see cref="PixelFormat.Bgr32"/> picture of any size.</param>
    /// <param name="output">The card.</param>
    /// <param name="ground">What it is mixed with.</param>
    /// <param name="dimmed">How much of the ground there is in the mixture, 0 to 1.</param>
    internal static void Paint(Frame picture, Frame output, Rgb ground, double dimmed)
    {
        ReadOnlySpan<uint> from = MemoryMarshal.Cast<byte, uint>(picture.Pixels.Span);
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(output.Pixels.Span);
        double scale = Math.Max((double)output.Width / picture.Width, (double)output.Height / picture.Height);
        double left = ((picture.Width * scale) - output.Width) / 2, top = ((picture.Height * scale) - output.Height) / 2;
        uint weight = (uint)Math.Round(dimmed * One);
        for (int y = 0; y < output.Height; y++)
        {
            (int row, int below, uint down) = Tap((y + top + 0.5) / scale, picture.Height);
            ReadOnlySpan<uint> upper = from.Slice(row * picture.Width, picture.Width), lower = from.Slice(below * picture.Width, picture.Width);
            Span<uint> line = to.Slice(y * output.Width, output.Width);
            for (int x = 0; x < line.Length; x++)
            {
                (int column, int beside, uint across) = Tap((x + left + 0.5) / scale, picture.Width);
                uint above = Tint.Mix(upper[column], upper[beside], across), beneath = Tint.Mix(lower[column], lower[beside], across);
                line[x] = Tint.Mix(Tint.Mix(above, beneath, down), ground.Pixel, weight);
            }
        }
    }

    private static (int First, int Second, uint Weight) Tap(double at, int length)
    {
        double place = Math.Clamp(at - 0.5, 0, length - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, length - 1), (uint)((place - first) * One));
    }
}
