using System.Runtime.InteropServices;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>
/// Fills hidden pixels from their surroundings (Telea, "An image inpainting technique based on the fast marching method", 2004).
/// Only the surroundings of each hidden region are looked at, so the cost follows the hidden area and not the image. Thread-safe.
/// </summary>
public static class TeleaInpainting
{
    /// <summary>Fills in place.</summary>
    /// <param name="image">The image.</param>
    /// <param name="hidden">A byte map of the image: every non-zero byte is a pixel to fill.</param>
    /// <param name="stride">Bytes from one row of the map to the next, at least the image's width.</param>
    /// <param name="radius">How far known pixels count, 1 to 100 pixels. The default value is 3.</param>
    public static void Fill(BgrImage image, ReadOnlySpan<byte> hidden, int stride, double radius = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden.Length, ((image.Height - 1) * stride) + image.Width, nameof(hidden));
        NativeResult.Check(NativeMethods.InpaintTelea(
            ref MemoryMarshal.GetReference(image.Pixels.Span), image.Width, image.Height, image.Stride,
            in MemoryMarshal.GetReference(hidden), stride, radius));
    }
}
