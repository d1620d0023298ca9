using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Dense optical flow by inverse search (DIS; Kroeger et al., "Fast optical flow using dense inverse search", 2016). Keeps working memory,
/// so one thread at a time.
/// </summary>
internal sealed class DenseFlow : IDisposable
{
    private readonly NativeFlow _flow;

    private DenseFlow(int finestScale, int patchStride, int iterations)
    {
        NativeResult.Check(NativeMethods.FlowCreate(finestScale, patchStride, iterations, out _flow));
    }

    /// <summary>Down to single pixels: what masks are carried with. See docs/decisions/0031-mask-propagation.md for the choice.</summary>
    internal static DenseFlow Fine() => new(finestScale: 0, patchStride: 4, iterations: 8);

    /// <summary>Down to blocks of two pixels, a third of the time: enough to check the fine flow against.</summary>
    internal static DenseFlow Coarse() => new(finestScale: 1, patchStride: 4, iterations: 12);

    /// <summary>For each pixel of <paramref name="from"/> how far away it lies in <paramref name="to"/>.</summary>
    internal void Calculate(GreyFrame from, GreyFrame to, FlowField result) =>
        NativeResult.Check(NativeMethods.FlowCalculate(
            _flow, in from.Pixels[0], in to.Pixels[0], from.Width, from.Height, from.Width, ref result.Values[0]));

    public void Dispose() => _flow.Dispose();
}

/// <summary>A frame in grey at the size at which motion is measured.</summary>
internal sealed class GreyFrame(int width, int height)
{
    internal int Width { get; } = width;

    internal int Height { get; } = height;

    internal byte[] Pixels { get; } = new byte[width * height];
}

/// <summary>A displacement in pixels per pixel, dx and dy interleaved.</summary>
internal sealed class FlowField(int width, int height)
{
    internal int Width { get; } = width;

    internal int Height { get; } = height;

    internal float[] Values { get; } = new float[width * height * 2];

    internal (float X, float Y) this[int x, int y]
    {
        get
        {
            int i = ((y * Width) + x) * 2;
            return (Values[i], Values[i + 1]);
        }
    }

    /// <summary>The displacement at the nearest pixel inside the field.</summary>
    internal (float X, float Y) Nearest(float x, float y) =>
        this[Math.Clamp((int)MathF.Round(x), 0, Width - 1), Math.Clamp((int)MathF.Round(y), 0, Height - 1)];
}
