using System.Buffers;
using PixelShap.Masking;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// The motion of the camera from corners of the standing world: corners outside the moving objects, followed by pyramidal Lucas-Kanade
/// flow with a forward-backward check, and an affine map by RANSAC. Without state, deterministic.
/// </summary>
public sealed class OpticalCameraMotion : ICameraMotion
{
    private const int Width = 480;
    private const int MostCorners = 400;
    private const int FewestInliers = 10;

    /// <inheritdoc/>
    public CameraMotion Estimate(BgrImage previous, BgrImage current, IReadOnlyList<Mask> moving)
    {
        ArgumentNullException.ThrowIfNull(moving);
        if (previous.Width != current.Width || previous.Height != current.Height)
        {
            throw new ArgumentException("The two frames differ in size.", nameof(current));
        }

        int width = Math.Min(Width, previous.Width);
        int height = Math.Max(1, (int)Math.Round((double)previous.Height * width / previous.Width));
        int size = width * height;
        byte[] from = ArrayPool<byte>.Shared.Rent(size), to = ArrayPool<byte>.Shared.Rent(size);
        byte[] standing = ArrayPool<byte>.Shared.Rent(size);
        PixelOperations.ShrinkToGrey(previous, from, width, height);
        PixelOperations.ShrinkToGrey(current, to, width, height);
        double scaleX = (double)width / previous.Width, scaleY = (double)height / previous.Height;
        Exclude(moving, standing.AsSpan(0, size), width, height, scaleX, scaleY);

        Span<double> affine = stackalloc double[6];
        int inliers = BackgroundMotion.Estimate(
            from.AsSpan(0, size), to.AsSpan(0, size), standing.AsSpan(0, size), width, height, MostCorners, affine);
        ArrayPool<byte>.Shared.Return(from);
        ArrayPool<byte>.Shared.Return(to);
        ArrayPool<byte>.Shared.Return(standing);
        return inliers < FewestInliers ? CameraMotion.None : ToFrame(affine, scaleX, scaleY);
    }

    /// <summary>Marks all but the moving objects and three pixels around them.</summary>
    private static void Exclude(IReadOnlyList<Mask> moving, Span<byte> map, int width, int height, double scaleX, double scaleY)
    {
        const int Margin = 3;
        map.Fill(255);
        foreach (Mask mask in moving)
        {
            foreach (MaskRun run in mask.Runs)
            {
                int left = Math.Max(0, (int)(run.X * scaleX) - Margin);
                int right = Math.Min(width, (int)((run.X + run.Length) * scaleX) + Margin + 1);
                int top = Math.Max(0, (int)(run.Y * scaleY) - Margin), bottom = Math.Min(height, (int)(run.Y * scaleY) + Margin + 1);
                for (int y = top; y < bottom && right > left; y++)
                {
                    map.Slice((y * width) + left, right - left).Clear();
                }
            }
        }
    }

    /// <summary>The map between small pictures, whose pixel centres are whole numbers, as a map between frames.</summary>
    private static CameraMotion ToFrame(ReadOnlySpan<double> affine, double scaleX, double scaleY)
    {
        double xx = affine[0], xy = affine[1] * scaleY / scaleX, yx = affine[3] * scaleX / scaleY, yy = affine[4];
        // small = scale · (frame + ½) − ½, so the constant parts move along with the centres.
        double halfX = (0.5 / scaleX) - 0.5, halfY = (0.5 / scaleY) - 0.5;
        double x = (affine[2] / scaleX) + halfX - (xx * halfX) - (xy * halfY);
        double y = (affine[5] / scaleY) + halfY - (yx * halfX) - (yy * halfY);
        return new CameraMotion(xx, xy, x, yx, yy, y);
    }
}
