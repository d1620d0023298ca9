using PixelShap.Video.Events;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tests.Events;

/// <summary>Drives made of numbers: what each picture would tell, with one thing planted.</summary>
public sealed class EventDetectorTests
{
    private const double Driving = 0.45;

    [Theory]
    [InlineData(12)]
    [InlineData(25)]
    [InlineData(60)]
    public void Nothing_happens_on_a_rough_road(int fps) => Assert.Empty(Drive(fps, 20, (_, s) => s));

    [Theory]
    [InlineData(12)]
    [InlineData(30)]
    public void A_jump_of_the_picture_after_which_the_car_stands_is_an_impact_and_then_a_standstill(int fps)
    {
        IReadOnlyList<DrivingEvent> events = Drive(fps, 12, (t, s) => t < 6 ? s : s with
        {
            ShiftY = s.ShiftY + (t < 6.4 ? (float)(0.08 * Math.Cos(60 * t) * Math.Exp(-6 * (t - 6))) : 0),
            Growth = 0,
        });

        DrivingEvent impact = Assert.Single(events, one => one.Kind == EventKinds.Impact), standstill = Assert.Single(events, one => one.Kind == EventKinds.Standstill);
        Assert.Equal(2, events.Count);
        Assert.InRange(impact.Seconds, 5.95, 6.3);
        Assert.True(impact.Strength > 0.7);
        Assert.InRange(standstill.Seconds, 5.8, 6.8);
    }

    [Fact]
    public void A_road_that_shakes_all_the_time_is_no_impact() =>
        Assert.Empty(Drive(25, 20, (t, s) => s with { ShiftY = (float)(0.02 * Math.Sin(71 * t)), ShiftX = (float)(0.015 * Math.Sin(53 * t)) }));

    [Theory]
    [InlineData(12, 7)]
    [InlineData(30, 5)]
    public void Braking_hard_is_told_from_slowing_down(int fps, double deceleration)
    {
        // From 11 m/s; the growth of the picture is proportional to the speed.
        IReadOnlyList<DrivingEvent> hard = Drive(fps, 12, (t, s) => s with { Growth = (float)(s.Growth * Math.Clamp(1 - ((t - 6) * deceleration / 11), 0, 1)) });
        IReadOnlyList<DrivingEvent> soft = Drive(fps, 16, (t, s) => s with { Growth = (float)(s.Growth * Math.Clamp(1 - ((t - 6) * 1.5 / 11), 0, 1)) });

        Assert.Equal([EventKinds.HardBraking, EventKinds.Standstill], hard.Select(one => one.Kind));
        Assert.InRange(hard[0].Seconds, 5.7, 6.3);
        Assert.InRange(hard[1].Seconds, 6 + (11 / deceleration) - 0.3, 6 + (11 / deceleration) + 0.3);
        Assert.Equal([EventKinds.Standstill], soft.Select(one => one.Kind));
    }

    [Fact]
    public void By_telemetry_braking_is_judged_by_metres_per_second()
    {
        IReadOnlyList<DrivingEvent> events = Drive(25, 12, (_, s) => s, speed: t => Math.Clamp(20 - ((t - 6) * 6), 0, 20));
        IReadOnlyList<DrivingEvent> crash = Drive(25, 12, (_, s) => s, speed: t => t < 6 ? 20 : Math.Max(2, 20 - ((t - 6) * 60)));

        Assert.Equal([EventKinds.HardBraking, EventKinds.Standstill], events.Where(one => one.Seconds < 9.6).Select(one => one.Kind));
        Assert.InRange(events[0].Seconds, 5.6, 6.4);
        Assert.Contains(crash, one => one.Kind == EventKinds.Impact && Math.Abs(one.Seconds - 6) < 0.5);
    }

    [Fact]
    public void Light_a_cover_and_a_cut_are_told_apart()
    {
        IReadOnlyList<DrivingEvent> light = Drive(25, 10, (t, s) => t is >= 5 and < 5.3 ? s with { Brightness = 0.85f, Likeness = 0.6f } : s);
        IReadOnlyList<DrivingEvent> cover = Drive(25, 10, (t, s) => t >= 5 ? s with { Brightness = 0.05f, Detail = 0.001f, Likeness = 0.2f, Growth = 0 } : s);
        IReadOnlyList<DrivingEvent> cut = Drive(25, 10, (t, s) => t >= 5 && t < 5.03 ? s with { Likeness = 0.1f, ShiftX = 0.05f, Unrest = 0.8f } : s);

        Assert.Equal((EventKinds.SuddenLight, 5.0), (Assert.Single(light).Kind, light[0].Seconds), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 0.3);
        Assert.Equal((EventKinds.CameraCovered, 5.0), (Assert.Single(cover).Kind, cover[0].Seconds), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 0.3);
        Assert.Equal((EventKinds.SceneCut, 5.0), (Assert.Single(cut).Kind, cut[0].Seconds), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 0.3);
    }

    [Fact]
    public void A_bend_is_no_swerve_and_a_swerve_goes_both_ways()
    {
        IReadOnlyList<DrivingEvent> bend = Drive(25, 12, (t, s) => t is >= 5 and < 9 ? s with { ShiftX = (float)(0.5 / 25) } : s);
        IReadOnlyList<DrivingEvent> swerve = Drive(25, 12, (t, s) => t is >= 5 and < 6 ? s with { ShiftX = (float)(0.7 / 25 * (t < 5.5 ? 1 : -1)) } : s);

        Assert.DoesNotContain(bend, one => one.Kind == EventKinds.Swerve);
        Assert.Contains(swerve, one => one.Kind == EventKinds.Swerve && Math.Abs(one.Seconds - 5.6) < 0.4);
    }

    [Fact]
    public void A_picture_that_turns_by_ninety_degrees_is_a_rollover_and_one_that_stays_tilted_a_moved_camera()
    {
        IReadOnlyList<DrivingEvent> over = Drive(25, 12, (t, s) => t is >= 5 and < 6 ? s with { Turn = (float)(Math.PI / 2 / 25), Unchanged = 0 } : s);
        IReadOnlyList<DrivingEvent> tilted = Drive(25, 12, (t, s) => t is >= 5 and < 5.5 ? s with { Turn = (float)(0.2 / 12.5), Unchanged = 0 } : s);
        IReadOnlyList<DrivingEvent> rocked = Drive(25, 12, (t, s) => t is >= 5 and < 6 ? s with { Turn = (float)(0.2 / 12.5 * (t < 5.5 ? 1 : -1)), Unchanged = 0 } : s);

        Assert.Contains(over, one => one.Kind == EventKinds.Rollover && Math.Abs(one.Seconds - 5.7) < 0.4);
        Assert.Equal(EventKinds.CameraMoved, Assert.Single(tilted).Kind);
        Assert.Empty(rocked);
    }

    [Fact]
    public void What_comes_straight_on_is_a_near_miss_without_any_detector()
    {
        IReadOnlyList<DrivingEvent> events = Drive(25, 10, (t, s) => t is >= 5 and < 5.4 ? s with { Looming = 3, LoomingX = 0.5f, LoomingY = 0.5f } : s);

        DrivingEvent one = Assert.Single(events);
        Assert.Equal(EventKinds.NearMiss, one.Kind);
        Assert.InRange(one.Seconds, 5, 5.5);
        Assert.Empty(one.Tracks);
        Assert.Empty(Drive(25, 10, (t, s) => t is >= 5 and < 5.03 ? s with { Looming = 3 } : s));
    }

    [Fact]
    public void A_car_that_grows_in_the_middle_is_nearly_hit_and_one_that_passes_at_the_side_is_not()
    {
        // One metre before contact at the closest: the size is 1 / distance, and the car ahead drives off again.
        IReadOnlyList<DrivingEvent> ahead = Drive(25, 10, (_, s) => s, objects: t => [Box(7, "car", 320, Size(t))]);
        IReadOnlyList<DrivingEvent> beside = Drive(25, 10, (_, s) => s, objects: t => [Box(7, "car", 320 + (1.2 * Size(t)), Size(t))]);

        DrivingEvent one = Assert.Single(ahead, one => one.Kind == EventKinds.NearMiss);
        Assert.Equal([7], one.Tracks);
        Assert.InRange(one.Seconds, 5.7, 6.3);
        Assert.DoesNotContain(beside, one => one.Kind == EventKinds.NearMiss);

        static double Size(double t) => 240 / (1 + (4 * Math.Abs(t - 6)));
    }

    [Fact]
    public void A_vehicle_that_comes_from_the_side_cuts_in_and_one_that_was_always_ahead_does_not()
    {
        IReadOnlyList<DrivingEvent> cut = Drive(25, 10, (_, s) => s, objects: t => [Box(4, "car", t < 5 ? 80 : Math.Min(320, 80 + ((t - 5) * 160)), 90)]);
        IReadOnlyList<DrivingEvent> ahead = Drive(25, 10, (_, s) => s, objects: _ => [Box(4, "car", 320, 90)]);

        DrivingEvent one = Assert.Single(cut);
        Assert.Equal((EventKinds.CutIn, 4), (one.Kind, one.Tracks[0]));
        Assert.InRange(one.Seconds, 5.3, 6.3);
        Assert.Empty(ahead);
    }

    [Fact]
    public void Somebody_who_vanishes_before_the_bonnet_is_lost_and_who_walks_off_is_not()
    {
        IReadOnlyList<DrivingEvent> lost = Drive(25, 10, (_, s) => s, objects: t => t is >= 4 and < 6 ? [Box(3, "person", 320, 60 + ((t - 4) * 60))] : []);
        IReadOnlyList<DrivingEvent> walked = Drive(25, 10, (_, s) => s, objects: t => t is >= 4 and < 6 ? [Box(3, "person", 320 + ((t - 4) * 150), 60 + ((t - 4) * 60))] : []);

        Assert.Contains(lost, one => one.Kind == EventKinds.LostUnderCar && one.Tracks.SequenceEqual([3]) && Math.Abs(one.Seconds - 5.96) < 0.1);
        Assert.DoesNotContain(walked, one => one.Kind == EventKinds.LostUnderCar);
    }

    [Fact]
    public void Flames_that_spread_and_flicker_are_fire_and_lamps_are_not()
    {
        IReadOnlyList<DrivingEvent> fire = Drive(25, 12, (t, s) => t >= 6 ? s with { Flames = (float)(0.05 + (0.006 * Math.Sin(40 * t))) } : s);
        IReadOnlyList<DrivingEvent> lamps = Drive(25, 12, (t, s) => t >= 6 ? s with { Flames = 0.05f } : s);

        Assert.Equal(EventKinds.Fire, Assert.Single(fire).Kind);
        Assert.InRange(fire[0].Seconds, 5.7, 6.5);
        Assert.Empty(lamps);
    }

    [Fact]
    public void Another_epoch_begins_afresh()
    {
        // The car drives in the first and stands in the second: nobody saw it stop.
        IReadOnlyList<DrivingEvent> events = Drive(25, 12, (t, s) => t < 6 ? s : s with { Growth = 0 }, breakAt: 6);

        Assert.Empty(events);

        // Nor was anything covered, cut or hit that had only begun to be.
        Assert.Empty(Drive(25, 12, (t, s) => t < 5.7 ? s : s with { Detail = 0.001f, Likeness = 0.2f }, breakAt: 6));
        Assert.Empty(Drive(25, 12, (t, s) => t is >= 5.9 and < 5.93 ? s with { Likeness = 0.1f } : s, breakAt: 6));
        Assert.Empty(Drive(25, 12, (_, s) => s, speed: t => t < 6 ? 30 : 15, breakAt: 6));
    }

    private static EventObject Box(int track, string className, double middle, double size)
    {
        // Stands on the road: the larger, the nearer, the lower.
        float bottom = (float)Math.Min(355, 180 + (size * 0.8) + 10);
        return new EventObject(track, className, new BoundingBox((float)(middle - (size / 2)), bottom - (float)size, (float)(middle + (size / 2)), bottom));
    }

    /// <summary>A drive past a street with a little noise that the seed fixes.</summary>
    private static IReadOnlyList<DrivingEvent> Drive(
        int fps, double seconds, Func<double, PictureSignals, PictureSignals> change, Func<double, EventObject[]>? objects = null, Func<double, double>? speed = null, double? breakAt = null)
    {
        var detector = new EventDetector();
        var random = new Random(5);
        List<DrivingEvent> found = [];
        for (int i = 0; i < seconds * fps; i++)
        {
            double t = (double)i / fps;
            var usual = new PictureSignals
            {
                Brightness = 0.4f,
                Detail = 0.04f,
                Likeness = 0.85f,
                ShiftX = Noise(0.001),
                ShiftY = Noise(0.002),
                Growth = (float)((Driving / fps) + Noise(0.002)),
                Unrest = 0.1f,
                Looming = 0.8f + Noise(0.3),
                Unchanged = 0.1f,
            };
            found.AddRange(detector.Look(new EventView
            {
                Seconds = t,
                StepSeconds = i == 0 || (breakAt is { } at && t >= at && t < at + (1.0 / fps)) ? 0 : 1.0 / fps,
                Width = 640,
                Height = 360,
                Signals = change(t, usual),
                Objects = objects?.Invoke(t) ?? [],
                Speed = speed?.Invoke(t),
            }));
        }

        return EventDetector.Settle(found);

        float Noise(double size) => (float)(size * ((2 * random.NextDouble()) - 1));
    }
}
