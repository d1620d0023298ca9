using System.Runtime.InteropServices;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>How a picture is brought to another size.</summary>
internal enum ResizeMethod
{
    Nearest = 0,
    Bilinear = 1,
    Area = 2,
}

/// <summary>Operations on 8-bit pixels in the caller's memory.</summary>
internal static class PixelOperations
{
    /// <summary>Resizes into <paramref name="target"/>, whatever its size.</summary>
    internal static void Resize(BgrImage source, BgrImage target, ResizeMethod method) =>
        NativeResult.Check(NativeMethods.Resize(
            in MemoryMarshal.GetReference(source.Pixels.Span), source.Width, source.Height, source.Stride, 3,
            ref MemoryMarshal.GetReference(target.Pixels.Span), target.Width, target.Height, target.Stride, (int)method));

    /// <summary>Luma at another size; <paramref name="target"/> has packed rows.</summary>
    internal static void ShrinkToGrey(BgrImage source, Span<byte> target, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, width * height, nameof(target));
        NativeResult.Check(NativeMethods.ShrinkToGrey(
            in MemoryMarshal.GetReference(source.Pixels.Span), source.Width, source.Height, source.Stride,
            ref MemoryMarshal.GetReference(target), width, height, width));
    }

    /// <summary>Fills polygons in a packed byte map, each by the even-odd rule.</summary>
    /// <param name="map">The map.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="points">x, y, x, y … of all polygons.</param>
    /// <param name="lengths">The number of points of each polygon.</param>
    /// <param name="value">What to write.</param>
    internal static void FillPolygons(
        Span<byte> map, int width, int height, ReadOnlySpan<int> points, ReadOnlySpan<int> lengths, byte value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(map.Length, width * height, nameof(map));
        NativeResult.Check(NativeMethods.FillPolygons(
            ref MemoryMarshal.GetReference(map), width, height, width,
            in MemoryMarshal.GetReference(points), in MemoryMarshal.GetReference(lengths), lengths.Length, value));
    }

    /// <summary>Removes islands and fills holes of fewer than <paramref name="minArea"/> pixels in a packed byte map.</summary>
    internal static void RemoveSmallRegions(Span<byte> map, int width, int height, int minArea)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(map.Length, width * height, nameof(map));
        NativeResult.Check(NativeMethods.RemoveSmallRegions(ref MemoryMarshal.GetReference(map), width, height, width, minArea));
    }
}
