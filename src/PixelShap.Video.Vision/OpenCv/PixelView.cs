using OpenCvSharp;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Pixels in the caller's memory as OpenCV sees them, without a copy. The memory must stay pinned until this is disposed.</summary>
internal sealed unsafe class PixelView : IDisposable
{
    private readonly byte* _pixels;
    private InputArray? _input;

    /// <summary>Looks at H×W pixels of 1 or 3 bytes, row-major.</summary>
    /// <param name="pixels">The first pixel.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="channels">1 (grey) or 3 (blue, green, red).</param>
    /// <exception cref="PixelShapException">OpenCV is missing on this machine.</exception>
    internal PixelView(byte* pixels, int width, int height, int stride, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width * channels);
        OpenCvLibrary.Require();
        _pixels = pixels;
        Mat = Mat.FromPixelData(height, width, MatType.CV_8UC(channels), (nint)pixels, stride);
    }

    /// <summary>To be written to: a result of the same size and type goes to the caller's memory.</summary>
    internal Mat Mat { get; }

    /// <summary>To be read from. OpenCvSharp would make one per call and leave it to the finalizer.</summary>
    internal InputArray Input => _input ??= InputArray.Create(Mat);

    /// <summary>Says that a result was written elsewhere, because OpenCV gave it another size or type.</summary>
    internal void MustStayInPlace()
    {
        if (Mat.DataPointer != _pixels)
        {
            throw new InvalidOperationException("OpenCV wrote its result elsewhere.");
        }
    }

    public void Dispose()
    {
        _input?.Dispose();
        Mat.Dispose();
    }
}
