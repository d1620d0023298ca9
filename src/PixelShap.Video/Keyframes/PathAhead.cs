using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Keyframes;

/// <summary>
/// What counts as in front of the car in the picture of a forward camera: a trapezium from the horizon at half height down to the lower edge.
/// The camera is not calibrated, so it is wide enough for lanes beside the middle.
/// </summary>
internal static class PathAhead
{
    private const double Horizon = 0.5;

    // Half widths in widths of the picture: at the horizon, and what is added down to the lower edge.
    private const double FarHalfWidth = 0.08;
    private const double NearHalfWidth = 0.35;

    private const double LeastHeight = 0.04;

    /// <summary>Whether an object stands on the way: where it touches the ground is taken to be the middle of its box's lower edge.</summary>
    public static bool Holds(BoundingBox box, int width, int height)
    {
        double down = ((box.Bottom / height) - Horizon) / (1 - Horizon);
        double aside = Math.Abs(((box.Left + box.Right) / 2 / width) - 0.5);
        return down > 0 && box.Height >= LeastHeight * height && aside <= FarHalfWidth + ((NearHalfWidth - FarHalfWidth) * Math.Min(1, down));
    }
}
