namespace PixelShap.Video.Vision.Motion;

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
