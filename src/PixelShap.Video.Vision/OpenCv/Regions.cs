using System.Runtime.InteropServices;
using OpenCvSharp;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>The connected regions of a byte map: label 0 is everything that is 0, and labels 1 … <see cref="Count"/> − 1 are its regions.</summary>
internal sealed unsafe class Regions : IDisposable
{
    private readonly Mat _labels = new(), _statistics = new();

    internal Regions(PixelView map, PixelConnectivity connectivity)
    {
        using var centres = new Mat();
        OpenCvLibrary.Run(
            "find connected regions",
            () => Count = Cv2.ConnectedComponentsWithStats(map.Input, _labels, _statistics, centres, connectivity, MatType.CV_32S));
    }

    /// <summary>The number of labels, the background's included.</summary>
    internal int Count { get; private set; }

    /// <summary>A label per pixel, row by row.</summary>
    internal ReadOnlySpan<int> Labels => MemoryMarshal.Cast<byte, int>(
        new ReadOnlySpan<byte>(_labels.DataPointer, checked(_labels.Rows * _labels.Cols * sizeof(int))));

    /// <summary>The number of pixels of a region.</summary>
    internal int Area(int label) => Row(label)[(int)ConnectedComponentsTypes.Area];

    /// <summary>The box around a region.</summary>
    internal PixelBox Box(int label)
    {
        ReadOnlySpan<int> row = Row(label);
        return new PixelBox(
            row[(int)ConnectedComponentsTypes.Left], row[(int)ConnectedComponentsTypes.Top],
            row[(int)ConnectedComponentsTypes.Width], row[(int)ConnectedComponentsTypes.Height]);
    }

    public void Dispose()
    {
        _labels.Dispose();
        _statistics.Dispose();
    }

    private ReadOnlySpan<int> Row(int label) => new((void*)_statistics.Ptr(label), _statistics.Cols);
}
