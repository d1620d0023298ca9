using OpenCvSharp;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>The motion of the background between two grey pictures: corners, pyramidal Lucas-Kanade with a forward-backward check, RANSAC.</summary>
internal static unsafe class BackgroundMotion
{
    private const int FewestMatches = 8;

    /// <summary>Finds the affine map from the first picture to the second, pixel centres at whole numbers.</summary>
    /// <param name="first">The first picture, packed rows.</param>
    /// <param name="second">The second one.</param>
    /// <param name="allowed">Where corners are looked for: every byte that is not 0.</param>
    /// <param name="width">The width of all three.</param>
    /// <param name="height">Their height.</param>
    /// <param name="mostCorners">At most so many corners are followed.</param>
    /// <param name="affine">The map, a 2×3 matrix row by row; the identity where none is found.</param>
    /// <returns>The number of corners that agree with the map; 0 where none is found.</returns>
    internal static int Estimate(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> allowed, int width, int height, int mostCorners,
        Span<double> affine)
    {
        ((ReadOnlySpan<double>)[1, 0, 0, 0, 1, 0]).CopyTo(affine);
        using var estimate = new Mat();
        int inliers = 0;
        fixed (byte* from = first, to = second, where = allowed)
        {
            using var before = new PixelView(from, width, height, width, 1);
            using var after = new PixelView(to, width, height, width, 1);
            using var mask = new PixelView(where, width, height, width, 1);
            OpenCvLibrary.Run("measure the motion of the camera", () =>
            {
                (Point2f[] source, Point2f[] target) = Follow(before, after, mask, mostCorners);
                inliers = source.Length < FewestMatches ? 0 : Fit(source, target, estimate);
            });
        }

        if (inliers > 0)
        {
            new ReadOnlySpan<double>(estimate.DataPointer, 6).CopyTo(affine);
        }

        return inliers;
    }

    /// <summary>Corners and where they went, as far as the way back ends within a pixel of where it began.</summary>
    private static (Point2f[] Source, Point2f[] Target) Follow(PixelView before, PixelView after, PixelView mask, int mostCorners)
    {
        Point2f[] corners = Cv2.GoodFeaturesToTrack(
            before.Input, mostCorners, 0.01, Math.Max(4, before.Mat.Cols / 80.0), mask.Input, 3, false, 0.04);
        if (corners.Length < FewestMatches)
        {
            return ([], []);
        }

        var window = new Size(15, 15);
        Point2f[] there = [], back = [];
        Cv2.CalcOpticalFlowPyrLK(before.Input, after.Input, corners, ref there, out byte[] found, out _, window, 3);
        Cv2.CalcOpticalFlowPyrLK(after.Input, before.Input, there, ref back, out byte[] returned, out _, window, 3);
        int[] kept = [.. Enumerable.Range(0, corners.Length).Where(i =>
            found[i] != 0 && returned[i] != 0 && float.Hypot(back[i].X - corners[i].X, back[i].Y - corners[i].Y) < 1)];
        return ([.. kept.Select(i => corners[i])], [.. kept.Select(i => there[i])]);
    }

    private static int Fit(Point2f[] source, Point2f[] target, Mat result)
    {
        fixed (Point2f* from = source, to = target)
        {
            using Mat here = Mat.FromPixelData(source.Length, 1, MatType.CV_32FC2, (nint)from);
            using Mat there = Mat.FromPixelData(target.Length, 1, MatType.CV_32FC2, (nint)to);
            using InputArray input = InputArray.Create(here), output = InputArray.Create(there);
            using var agrees = new Mat();
            using Mat? estimate = Cv2.EstimateAffine2D(input, output, agrees, RobustEstimationAlgorithms.RANSAC, 2, 1000, 0.99, 10);
            if (estimate is null || estimate.Empty())
            {
                return 0;
            }

            estimate.ConvertTo(result, MatType.CV_64F);
            using InputArray votes = InputArray.Create(agrees);
            return Cv2.CountNonZero(votes);
        }
    }
}
