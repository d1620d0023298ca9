namespace PixelShap.Video.Vision.Motion;

/// <summary>A displacement in pixels per pixel, dx and dy interleaved, H×W row by row.</summary>
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

    /// <summary>The same motion at twice the size, rounded either way: displacements twice as long, linear in between.</summary>
    internal void DoubleInto(FlowField full)
    {
        int i = 0;
        for (int y = 0; y < full.Height; y++)
        {
            // Pixel centres 0, 1, 2 … lie at −¼, ¼, ¾ … of this field.
            int top = Math.Max(0, (y - 1) >> 1), bottom = Math.Min((y + 1) >> 1, Height - 1);
            float down = (y & 1) == 0 ? 0.75f : 0.25f;
            for (int x = 0; x < full.Width; x++)
            {
                int left = Math.Max(0, (x - 1) >> 1), right = Math.Min((x + 1) >> 1, Width - 1);
                float across = (x & 1) == 0 ? 0.75f : 0.25f;
                for (int axis = 0; axis < 2; axis++)
                {
                    float upper = Between(left, right, top, across, axis), lower = Between(left, right, bottom, across, axis);
                    full.Values[i++] = 2 * (upper + ((lower - upper) * down));
                }
            }
        }
    }

    private float Between(int left, int right, int y, float across, int axis)
    {
        float first = Values[(((y * Width) + left) * 2) + axis];
        return first + ((Values[(((y * Width) + right) * 2) + axis] - first) * across);
    }
}
