using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.Motion;

namespace PixelShap.Video.Vision.Tests.Motion;

public sealed class MotionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mask_follows_its_object_over_a_background_that_moves_otherwise_and_leaves_no_trail(bool looksBack)
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = looksBack });
        propagator.Start(Scene(0), [Square(0)]);
        List<PropagatedMask?> carried = [.. Enumerable.Range(1, 7).Select(t => propagator.Advance(Scene(t))[0])];
        if (looksBack)
        {
            carried = [.. propagator.Close(Scene(8), [Square(8)]).Select(masks => masks[0])];
        }

        for (int t = 1; t <= 7; t++)
        {
            PropagatedMask found = Assert.IsType<PropagatedMask>(carried[t - 1]);
            double iou = found.Mask.IoU(Square(t));
            Assert.True(iou > 0.9, $"frame {t}: IoU {iou:F3}, box {found.Mask.Box}");
            Assert.InRange(found.Trust, 0.6, 1);
        }
    }

    [Fact]
    public void Both_neighbours_are_followed_and_an_object_seen_at_neither_end_has_no_mask()
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions());
        propagator.Start(Scene(0), [Square(0), null, null]);
        Assert.Null(propagator.Advance(Scene(1))[1]);
        propagator.Advance(Scene(2));
        IReadOnlyList<IReadOnlyList<PropagatedMask?>> between = propagator.Close(Scene(3), [null, Square(3), null]);

        Assert.Equal(2, between.Count);
        // Seen only before, seen only after, never seen.
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(between[i][0]!.Mask.IoU(Square(i + 1)), 0.9, 1));
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(between[i][1]!.Mask.IoU(Square(i + 1)), 0.9, 1));
        Assert.All(between, masks => Assert.Null(masks[2]));
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(8)]
    public void What_leaves_or_enters_the_picture_is_whole_as_long_as_it_is_in_sight(int speed)
    {
        // Two thirds of the square lie outside the picture at one end of the span.
        Mask Shape(int t) => Mask.FromBox(320, 180, new PixelBox(speed < 0 ? speed * t : speed * (t - 6), 50, 70, 60).Intersect(new PixelBox(0, 0, 320, 180)));
        BgrImage Look(int t) => Compose(TestImages.Texture(1, 320, 180), TestImages.Texture(2, 320, 180, speed * t), Shape(t).Box);
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions());
        propagator.Start(Look(0), [Shape(0)]);
        foreach (int t in Enumerable.Range(1, 5))
        {
            propagator.Advance(Look(t));
        }

        IReadOnlyList<IReadOnlyList<PropagatedMask?>> carried = propagator.Close(Look(6), [Shape(6)]);
        Assert.All(Enumerable.Range(1, 5), t => Assert.InRange(carried[t - 1][0]!.Mask.IoU(Shape(t)), 0.93, 1));
    }

    [Fact]
    public void A_scene_cut_costs_the_trust()
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = false });
        propagator.Start(Scene(0), [Square(0)]);
        Assert.InRange(propagator.Advance(TestImages.Texture(99, 320, 180))[0]!.Trust, 0, 0.5);
    }

    [Fact]
    public void A_live_propagator_does_not_look_back()
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = false });
        Assert.Throws<InvalidOperationException>(() => propagator.Advance(Scene(1)));
        propagator.Start(Scene(0), [Square(0)]);
        Assert.Throws<InvalidOperationException>(() => propagator.Close(Scene(1), [Square(1)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_motion_of_an_object_is_found_among_a_third_of_wrong_flow(int seed)
    {
        var random = new Random(seed);
        float Between(double low, double high) => (float)(low + ((high - low) * random.NextDouble()));
        var truth = new ObjectMotion(
            Between(-9, 9), Between(-.1, .1), Between(-.1, .1), Between(-9, 9), Between(-.1, .1), Between(-.1, .1), 0);
        var samples = new ObjectMotion.Sample[300];
        for (int i = 0; i < samples.Length; i++)
        {
            float x = Between(100, 200), y = Between(50, 90);
            (float dx, float dy) = i % 3 == 0 ? (Between(10, 30), Between(-30, 30)) : truth.At(x, y);
            samples[i] = new ObjectMotion.Sample(x, y, dx, dy);
        }

        ObjectMotion found = Assert.IsType<ObjectMotion>(ObjectMotion.Fit(samples));
        (float X, float Y) expected = truth.At(150, 70), actual = found.At(150, 70);
        Assert.Equal(expected.X, actual.X, 0.1);
        Assert.Equal(expected.Y, actual.Y, 0.1);
        Assert.Equal(truth.Growth, found.Growth, 0.02);
    }

    [Fact]
    public void Too_little_flow_gives_no_motion() => Assert.Null(ObjectMotion.Fit(new ObjectMotion.Sample[5]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5.5, -3)]
    [InlineData(-12, 7.25)]
    public void A_panning_camera_is_measured_in_pixels_of_the_frame(double dx, double dy)
    {
        CameraMotion motion = new OpticalCameraMotion().Estimate(
            TestImages.Texture(4, 960, 400), TestImages.Texture(4, 960, 400, dx, dy), []);
        (double x, double y) = motion.Apply(480, 200);
        Assert.Equal(480 + dx, x, 0.2);
        Assert.Equal(200 + dy, y, 0.2);
        Assert.Equal(1, motion.Scale, 0.003);
    }

    [Fact]
    public void Moving_objects_do_not_count_as_camera_motion()
    {
        // The object covers three quarters of the picture, so that without its mask it is taken for the world.
        BgrImage Look(int t) =>
            Compose(TestImages.Texture(5, 320, 180, 3 * t), TestImages.Texture(6, 320, 180, -4 * t, 2 * t), new PixelBox(15, 15, 290, 150));
        var moving = Mask.FromBox(320, 180, new PixelBox(15, 15, 290, 150));
        (double masked, _) = new OpticalCameraMotion().Estimate(Look(0), Look(1), [moving]).Apply(160, 90);
        (double unmasked, _) = new OpticalCameraMotion().Estimate(Look(0), Look(1), []).Apply(160, 90);
        Assert.Equal(163, masked, 0.3);
        Assert.Equal(156, unmasked, 0.3);
    }

    [Fact]
    public void An_empty_picture_tells_nothing_about_the_camera() =>
        Assert.Equal(CameraMotion.None, new OpticalCameraMotion().Estimate(TestImages.Blank(320, 180), TestImages.Blank(320, 180), []));

    /// <summary>A textured square going right and down over a texture going left.</summary>
    private static BgrImage Scene(int t) =>
        Compose(TestImages.Texture(1, 320, 180, -5 * t), TestImages.Texture(2, 320, 180, 6 * t, 2 * t), Square(t).Box);

    private static Mask Square(int t) => Mask.FromBox(320, 180, new PixelBox(80 + (6 * t), 50 + (2 * t), 70, 60));

    private static BgrImage Compose(BgrImage background, BgrImage front, PixelBox box)
    {
        for (int y = box.Y; y < box.Bottom; y++)
        {
            front.Row(y).Slice(box.X * 3, box.Width * 3).CopyTo(background.Row(y)[(box.X * 3)..]);
        }

        return background;
    }
}
