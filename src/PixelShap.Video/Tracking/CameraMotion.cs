using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// How the picture of the standing world moved from one frame to the next because the camera moved: the affine map
/// x' = <paramref name="XX"/>·x + <paramref name="XY"/>·y + <paramref name="X"/>, y' = <paramref name="YX"/>·x + <paramref name="YY"/>·y
/// + <paramref name="Y"/>
/// from pixels of the previous frame to pixels of the current one (the 2×3 matrix that OpenCV estimates, row by row).
/// </summary>
/// <param name="XX">Row 0, column 0.</param>
/// <param name="XY">Row 0, column 1.</param>
/// <param name="X">Row 0, column 2, in pixels.</param>
/// <param name="YX">Row 1, column 0.</param>
/// <param name="YY">Row 1, column 1.</param>
/// <param name="Y">Row 1, column 2, in pixels.</param>
public sealed record CameraMotion(double XX, double XY, double X, double YX, double YY, double Y)
{
    /// <summary>The camera did not move, or nobody knows whether it did.</summary>
    public static CameraMotion None { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>The factor by which lengths grow: the square root of the determinant's magnitude.</summary>
    public double Scale => Math.Sqrt(Math.Abs((XX * YY) - (XY * YX)));

    /// <summary>Where a point of the previous frame lies in the current one.</summary>
    public (double X, double Y) Apply(double x, double y) => ((XX * x) + (XY * y) + X, (YX * x) + (YY * y) + Y);

    /// <summary>
    /// Where a box of the previous frame lies in the current one: its centre is moved, its sides grow by <see cref="Scale"/>.
    /// </summary>
    public BoundingBox Apply(BoundingBox box)
    {
        (double x, double y) = Apply((box.Left + box.Right) / 2.0, (box.Top + box.Bottom) / 2.0);
        double halfWidth = box.Width * Scale / 2, halfHeight = box.Height * Scale / 2;
        return new BoundingBox((float)(x - halfWidth), (float)(y - halfHeight), (float)(x + halfWidth), (float)(y + halfHeight));
    }
}

/// <summary>Estimates the motion of the camera between two successive frames.</summary>
public interface ICameraMotion
{
    /// <summary>
    /// The motion from <paramref name="previous"/> to <paramref name="current"/>; <see cref="CameraMotion.None"/> when it cannot be told.
    /// </summary>
    /// <param name="previous">The frame before.</param>
    /// <param name="current">The frame, of the same size.</param>
    /// <param name="moving">Objects of the previous frame that may move by themselves: their pixels do not count.</param>
    CameraMotion Estimate(BgrImage previous, BgrImage current, IReadOnlyList<Mask> moving);
}
