using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Tests.Tracking;

public sealed class BoxFilterTests
{
    private static readonly MotionNoise Noise = new MultiObjectTrackerOptions().Noise;

    [Fact]
    public void Predicting_in_two_steps_is_predicting_in_one() => Prop.ForAll(
        Gen.Choose(1, 2000).Two().ToArbitrary(),
        milliseconds =>
        {
            BoxFilter filter = BoxFilter.Start(Box(100, 100), (50, -20), Noise).Predict(0.04, 1).Correct(Box(105, 98), 0.9);
            double first = milliseconds.Item1 / 1000.0, second = milliseconds.Item2 / 1000.0;

            // The size scales the noise and changes on the way, so only the means and the errors' scale are compared.
            BoxFilter once = filter.Predict(first + second, 1), twice = filter.Predict(first, 1).Predict(second, 1);
            (double x, double y) = once.Error(Box(200, 200), 0.9);
            (double x2, double y2) = twice.Error(Box(200, 200), 0.9);
            return Near(once.Box.Left, twice.Box.Left) && Near(once.Box.Bottom, twice.Box.Bottom) && Near(x, x2) && Near(y, y2);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Learns_a_constant_velocity_from_frames_at_uneven_times()
    {
        BoxFilter filter = BoxFilter.Start(Box(100, 100), (0, 0), Noise);
        var random = new Random(5);
        double time = 0;
        for (int i = 0; i < 60; i++)
        {
            double step = 0.02 + (0.1 * random.NextDouble());
            time += step;
            filter = filter.Predict(step, 1).Correct(Box(100 + (200 * time), 100 - (50 * time)), 0.9);
        }

        Assert.Equal(200, filter.Velocity.X, 0.5);
        Assert.Equal(-50, filter.Velocity.Y, 0.5);
    }

    /// <summary>
    /// Nothing is known of the velocity and nothing accelerates: after two boxes a second apart each edge is known as the straight line through them is a
    /// second later, 2b − a, with the variance 4s² + s²; the next box adds its own s².
    /// </summary>
    [Fact]
    public void After_two_boxes_it_is_as_sure_as_the_line_through_them()
    {
        const double Deviation = 0.05;
        BoundingBox first = new(100, 100, 150, 150), second = new(130, 90, 180, 140);
        BoxFilter filter = BoxFilter.Start(first, (0, 0), new MotionNoise(Deviation, 1e5, 0, 0, 0)).Predict(1, 1).Correct(second, 1).Predict(1, 1);
        Assert.Equal((160, 80), (Math.Round(filter.Box.Left, 2), Math.Round(filter.Box.Top, 2)));
        (double x, double y) = filter.Error(new BoundingBox(170, 75, 220, 125), 1);
        Assert.Equal(10 / (50 * Deviation * Math.Sqrt(6)), x, 3);
        Assert.Equal(-5 / (50 * Deviation * Math.Sqrt(6)), y, 3);
    }

    [Fact]
    public void A_doubtful_box_moves_the_state_less()
    {
        BoxFilter filter = BoxFilter.Start(Box(100, 100), (0, 0), Noise).Predict(0.02, 1);
        Assert.True(filter.Correct(Box(110, 100), 0.2).Box.Left < filter.Correct(Box(110, 100), 0.9).Box.Left);
    }

    [Fact]
    public void The_camera_carries_position_velocity_and_size_along()
    {
        // A quarter turn and twice the size: (x, y) becomes (2y + 7, −2x + 900).
        var motion = new CameraMotion(0, 2, 7, -2, 0, 900);
        BoxFilter filter = BoxFilter.Start(new BoundingBox(100, 200, 140, 220), (30, 10), Noise).Warp(motion);
        BoundingBox box = filter.Box;
        Assert.Equal(((2 * 210) + 7, 900 - (2 * 120)), ((box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2));
        Assert.Equal((80, 40), (box.Width, box.Height));
        Assert.Equal((20, -60), filter.Velocity);
        Assert.Equal(box, motion.Apply(new BoundingBox(100, 200, 140, 220)));
    }

    [Fact]
    public void Errors_that_point_the_same_way_raise_the_unrest_and_alternating_ones_lower_it()
    {
        AccelerationScale same = default, alternating = default, white = default;
        var random = new Random(2);
        for (int i = 0; i < 200; i++)
        {
            same = same.Learn((1, 0.5));
            alternating = alternating.Learn(i % 2 == 0 ? (1, 0.5) : (-1, -0.5));
            white = white.Learn((random.Next(2) == 0 ? 1 : -1, random.Next(2) == 0 ? 1 : -1));
        }

        Assert.Equal(16, same.Factor, 1e-9);
        Assert.Equal(0.05, alternating.Factor, 1e-9);
        Assert.InRange(white.Factor, 0.06, 15);
    }

    private static bool Near(double first, double second) => Math.Abs(first - second) <= 0.02 * Math.Max(1, Math.Abs(first));

    private static BoundingBox Box(double left, double top) => new((float)left, (float)top, (float)left + 60, (float)top + 40);
}
