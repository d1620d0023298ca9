using PixelShap.Video.Keyframes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Tests.Keyframes;

/// <summary>One exact situation per reason, at 25 frames per second in a picture of 640×360.</summary>
public sealed class KeyframeReasonTests
{
    private const double Frame = 0.04;
    private static readonly BoundingBox Aside = new(5, 220, 45, 250);
    private static readonly BoundingBox Ahead = new(300, 200, 350, 240);

    [Fact]
    public void A_track_born_ahead_makes_a_keyframe() =>
        Assert.Equal([(0, "start"), (2, "track born ahead")], Play(4, t => t < 2 ? Cars(t, (1, Aside)) : Cars(t, (1, Aside), (2, Ahead))));

    [Fact]
    public void A_track_born_at_the_side_makes_none() =>
        Assert.Equal([(0, "start")], Play(4, t => t < 2 ? Cars(t, (1, Ahead)) : Cars(t, (1, Ahead), (2, Aside))));

    [Fact]
    public void A_track_born_within_the_least_gap_makes_one_when_the_gap_is_over() =>
        Assert.Equal([(0, "start"), (0.52, "track born ahead")], Play(4, t => t < 0.2 ? Cars(t, (1, Aside)) : Cars(t, (1, Aside), (2, Ahead))));

    [Fact]
    public void A_track_that_dies_ahead_makes_a_keyframe_once_it_has_been_gone_for_half_a_second() =>
        Assert.Equal([(0, "start"), (2.48, "track died ahead")], Play(6, t => t < 2 ? Cars(t, (1, Ahead)) : Cars(t)));

    [Fact]
    public void A_track_that_blinks_neither_dies_nor_is_born() =>
        Assert.Equal([(0, "start")], Play(6, t => t is < 2 or > 2.4 ? Cars(t, (1, Ahead)) : Cars(t)));

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(4.0, false)]
    public void An_approach_counts_by_its_time_to_contact(double contact, bool isFast)
    {
        // At constant speed size = c / distance: while the time to contact τ falls from 'contact + 1', size grows as 1/τ.
        BoundingBox Coming(double t)
        {
            double side = 40 * (contact + 1) / (contact + 1 - t);
            return new BoundingBox((float)(320 - side / 2), (float)(230 - side), (float)(320 + side / 2), 230);
        }

        (double Seconds, string Reason)[] reasons = Play(1, t => Cars(t, (1, Coming(t))));
        Assert.Equal(isFast ? ["start", "fast approach"] : ["start"], reasons.Select(one => one.Reason));
        if (isFast)
        {
            // τ falls below 2.5 s half a second after the start, and the slope over half a second lags by a quarter.
            Assert.InRange(reasons[1].Seconds, 0.5, 0.88);
        }
    }

    [Fact]
    public void One_approach_is_one_keyframe()
    {
        BoundingBox Growing(double t) => new((float)(320 - (20 * Math.Exp(0.5 * t))), 150, (float)(320 + (20 * Math.Exp(0.5 * t))), (float)(150 + (40 * Math.Exp(0.5 * t))));
        Assert.Equal(["start", "fast approach"], Play(3, t => Cars(t, (1, Growing(t)))).Select(one => one.Reason));
    }

    /// <summary>Contact in less than 2.5 s is growth of more than 0.4 a second. What falls only a little below it comes on still; what has stopped coming and
    /// begins again is another approach.</summary>
    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.05, 2)]
    public void An_approach_ends_only_when_the_object_has_clearly_fallen_back(double growthBetween, int approaches)
    {
        BoundingBox Growing(double t)
        {
            double logarithm = (0.5 * Math.Min(t, 2)) + (growthBetween * Math.Clamp(t - 2, 0, 1.2)) + (0.5 * Math.Max(t - 3.2, 0));
            float half = (float)(15 * Math.Exp(logarithm));
            return new BoundingBox(320 - half, 180 - half, 320 + half, 180 + half);
        }

        (double Seconds, string Reason)[] reasons = Play(4.6, t => Cars(t, (1, Growing(t))));
        Assert.Equal(approaches, reasons.Count(one => one.Reason == "fast approach"));
    }

    [Fact]
    public void Jitter_of_a_box_is_no_approach()
    {
        var random = new Random(1);
        Assert.Equal([(0, "start")], Play(20, t => Cars(t, (1, new BoundingBox(300, 200 - (float)random.NextDouble(), 350 + (2 * (float)random.NextDouble()), 250)))));
    }

    [Fact]
    public void Braking_shows_as_growth_that_falls_off()
    {
        (double Seconds, string Reason)[] reasons = Play(8, t => Moving(t, scale: Math.Exp(Frame * (t < 4 ? 0.2 : 0.02))));
        Assert.Equal(["start", "ego braking"], reasons.Select(one => one.Reason));
        Assert.InRange(reasons[1].Seconds, 4, 4.6);
    }

    [Fact]
    public void Steady_driving_and_standing_are_no_braking()
    {
        Assert.Equal([(0, "start")], Play(8, t => Moving(t, scale: Math.Exp(Frame * 0.2))));
        Assert.Equal([(0, "start")], Play(8, t => Moving(t, scale: 1, aside: 0.01)));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-0.2)]
    public void Turning_makes_one_keyframe_for_one_turn(double widthsPerSecond)
    {
        (double Seconds, string Reason)[] reasons = Play(8, t => Moving(t, aside: t is >= 2 and < 5 ? 640 * widthsPerSecond * Frame : 0.01));
        Assert.Equal(["start", "ego turning"], reasons.Select(one => one.Reason));
        Assert.InRange(reasons[1].Seconds, 2, 2.6);
    }

    [Fact]
    public void The_most_urgent_reason_is_named()
    {
        // A turn and a birth in the same gap.
        (double, string)[] reasons = Play(4, t => Moving(t, aside: 640 * 0.3 * Frame) with { Objects = t < 0.2 ? [] : Cars(t, (2, Ahead)).Objects });
        Assert.Equal((0.72, "ego turning"), reasons[1] is (double time, string reason) ? (Math.Round(time, 2), reason) : default);
    }

    [Fact]
    public void Every_reason_can_be_switched_off()
    {
        var off = new KeyframeConfiguration { IntervalSeconds = 60, Tracks = false, Approach = false, EgoMotion = false };
        Assert.Equal([(0, "start")], Play(8, t => Moving(t, aside: 30) with { Objects = Cars(t, (1 + (int)t, Ahead)).Objects }, off));
    }

    private static (double Seconds, string Reason)[] Play(double seconds, Func<double, KeyframeView> view, KeyframeConfiguration? configuration = null)
    {
        var selector = new KeyframeSelector(configuration ?? new KeyframeConfiguration { IntervalSeconds = 60 });
        return
        [
            .. Enumerable.Range(0, (int)Math.Round(seconds / Frame))
                .Select(i => (Seconds: Math.Round(i * Frame, 2), Reason: selector.Choose(view(Math.Round(i * Frame, 2)))))
                .Where(one => one.Reason is not null)
                .Select(one => (one.Seconds, one.Reason!)),
        ];
    }

    private static KeyframeView Cars(double seconds, params (int Id, BoundingBox Box)[] cars) => new()
    {
        Seconds = seconds,
        Width = 640,
        Height = 360,
        Objects = [.. cars.Select(car => new TrackedObject(car.Id, new Detection(2, "car", 0.9f, car.Box, null)))],
    };

    /// <summary>The camera's picture grows about its middle by <paramref name="scale"/> and moves aside by pixels in this frame.</summary>
    private static KeyframeView Moving(double seconds, double scale = 1, double aside = 0) => Cars(seconds, (1, Aside)) with
    {
        Motion = new CameraMotion(scale, 0, (320 * (1 - scale)) + aside, 0, scale, 180 * (1 - scale)),
        MotionSeconds = Frame,
    };
}
