using System.Numerics.Tensors;
using OpenCvSharp;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>How a picture is brought to another size.</summary>
internal enum ResizeMethod
{
    Nearest = InterpolationFlags.Nearest,
    Bilinear = InterpolationFlags.Linear,
    Area = InterpolationFlags.Area,
}

/// <summary>Operations on 8-bit pixels in the caller's memory.</summary>
internal static unsafe class PixelOperations
{
    /// <summary>Resizes into <paramref name="target"/>, whatever its size.</summary>
    internal static void Resize(BgrImage source, BgrImage target, ResizeMethod method)
    {
        fixed (byte* from = source.Pixels.Span, to = target.Pixels.Span)
        {
            using var input = new PixelView(from, source.Width, source.Height, source.Stride, 3);
            using var output = new PixelView(to, target.Width, target.Height, target.Stride, 3);
            Resize(input, output, method);
        }
    }

    /// <summary>Resizes one channel with packed rows.</summary>
    internal static void ResizeGrey(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, Span<byte> target, int width, int height, ResizeMethod method)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, sourceWidth * sourceHeight, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, width * height, nameof(target));
        fixed (byte* from = source, to = target)
        {
            using var input = new PixelView(from, sourceWidth, sourceHeight, sourceWidth, 1);
            using var output = new PixelView(to, width, height, width, 1);
            Resize(input, output, method);
        }
    }

    /// <summary>Luma at another size; <paramref name="target"/> has packed rows.</summary>
    internal static void ShrinkToGrey(BgrImage source, Span<byte> target, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, width * height, nameof(target));
        fixed (byte* from = source.Pixels.Span, to = target)
        {
            using var input = new PixelView(from, source.Width, source.Height, source.Stride, 3);
            using var output = new PixelView(to, width, height, width, 1);
            OpenCvLibrary.Run("shrink a picture", () =>
            {
                if (source.Width == width && source.Height == height)
                {
                    Cv2.CvtColor(input.Input, output.Mat, ColorConversionCodes.BGR2GRAY);
                    return;
                }

                using var grey = new Mat();
                Cv2.CvtColor(input.Input, grey, ColorConversionCodes.BGR2GRAY);
                using InputArray large = InputArray.Create(grey);
                Cv2.Resize(large, output.Mat, output.Mat.Size(), 0, 0, InterpolationFlags.Area);
            });
            output.MustStayInPlace();
        }
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
        fixed (byte* pixels = map)
        fixed (int* all = points)
        {
            using var view = new PixelView(pixels, width, height, width, 1);
            int at = 0;
            foreach (int length in lengths)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(lengths));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(at + (2 * length), points.Length, nameof(lengths));
                using Mat polygon = Mat.FromPixelData(length, 1, MatType.CV_32SC2, (nint)(all + at));
                using InputArray outline = InputArray.Create(polygon);
                OpenCvLibrary.Run("fill a polygon", () => Cv2.FillPoly(view.Mat, outline, new Scalar(value)));
                at += 2 * length;
            }
        }
    }

    /// <summary>Removes from a packed byte map the 8-connected islands of fewer than <paramref name="minArea"/> pixels, after the holes that
    /// are as small were filled. Bytes that are not 0 become 255.</summary>
    internal static void RemoveSmallRegions(Span<byte> map, int width, int height, int minArea)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(map.Length, width * height, nameof(map));
        map = map[..(width * height)];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = map[i] != 0 ? (byte)255 : (byte)0;
        }

        // Holes first: they are 4-connected regions of the background, because the foreground is 8-connected.
        TensorPrimitives.OnesComplement(map, map);
        RemoveIslands(map, width, height, minArea, PixelConnectivity.Connectivity4);
        TensorPrimitives.OnesComplement(map, map);
        RemoveIslands(map, width, height, minArea, PixelConnectivity.Connectivity8);
    }

    private static void Resize(PixelView source, PixelView target, ResizeMethod method)
    {
        OpenCvLibrary.Run(
            "resize a picture", () => Cv2.Resize(source.Input, target.Mat, target.Mat.Size(), 0, 0, (InterpolationFlags)method));
        target.MustStayInPlace();
    }

    private static void RemoveIslands(Span<byte> map, int width, int height, int minArea, PixelConnectivity connectivity)
    {
        fixed (byte* pixels = map)
        {
            using var view = new PixelView(pixels, width, height, width, 1);
            using var regions = new Regions(view, connectivity);
            var keep = new byte[regions.Count];
            bool changed = false;
            for (int label = 1; label < keep.Length; label++)
            {
                bool large = regions.Area(label) >= minArea;
                keep[label] = large ? (byte)255 : (byte)0;
                changed |= !large;
            }

            if (changed)
            {
                ReadOnlySpan<int> labels = regions.Labels;
                for (int i = 0; i < map.Length; i++)
                {
                    map[i] = keep[labels[i]];
                }
            }
        }
    }
}
