using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Tests;

public sealed class BlurPlannerTests
{
    private const int Width = 120, Height = 90;
    private const double FrameSeconds = 0.1;

    [Theory]
    [InlineData(PixelFormat.Bgr24)]
    [InlineData(PixelFormat.Bgr32)]
    [InlineData(PixelFormat.Yuv420)]
    public void The_region_keeps_few_values_and_the_rest_all_of_its_own(PixelFormat format)
    {
        using Frame frame = Pictures.Noise(Width, Height, format, 5);
        byte[] before = frame.Pixels.ToArray();
        BlurPlan plan = Plan(["car"], [("car", 0.9f, new BoundingBox(40, 20, 80, 70))]);
        plan.Apply(frame, 0);

        PixelBox region = PixelsOf(Assert.Single(plan.RegionsOf(0)));
        int step = frame.Header.BytesPerPixel;
        var values = new HashSet<byte>();
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int at = (y * frame.Stride) + (x * step);
                if (x >= region.X && x < region.Right && y >= region.Y && y < region.Bottom)
                {
                    values.Add(frame.Pixels.Span[at]);
                }
                else
                {
                    Assert.Equal(before[at], frame.Pixels.Span[at]);
                }
            }
        }

        Assert.True(region.X < 40 && region.Right > 80 && region.Y < 20 && region.Bottom > 70, "The region has no margin.");
        Assert.InRange(values.Count, 1, 49);
    }

    [Theory]
    [InlineData("person", "person", true, false)]
    [InlineData("person", "pedestrian", true, false)]
    [InlineData("person", "Person", true, false)]
    [InlineData("person", "motorcycle", true, false)]
    [InlineData("faces", "cyclist", true, false)]
    [InlineData("person:whole", "person", true, true)]
    [InlineData("persons", "rider", true, true)]
    [InlineData("plates", "car", false, true)]
    [InlineData("vehicles", "truck", true, true)]
    [InlineData("person,cyclist:whole", "cyclist", true, true)]
    [InlineData("cyclist:head,person:whole", "cyclist", true, false)]
    public void Each_rule_covers_its_part_of_whatever_the_network_calls_it(string rules, string className, bool upper, bool lower)
    {
        IReadOnlyList<BoundingBox> regions = Plan(rules.Split(','), [(className, 0.9f, new BoundingBox(40, 10, 60, 80))]).RegionsOf(0);

        Assert.Equal(upper, IsCovered(regions, 50, 20));
        Assert.Equal(lower, IsCovered(regions, 50, 70));
    }

    /// <summary>Who sits or is cut off has a short box, and their head takes more of it.</summary>
    [Fact]
    public void The_head_of_a_short_box_is_most_of_it() =>
        Assert.True(IsCovered(Plan(["faces"], [("person", 0.9f, new BoundingBox(10, 20, 110, 80))]).RegionsOf(0), 50, 70));

    [Theory]
    [InlineData(0.02f)]
    [InlineData(0.9f)]
    public void A_low_score_lifts_nothing_and_is_told_of(float score)
    {
        BlurPlan plan = Plan(["persons"], [("person", score, new BoundingBox(40, 10, 60, 80))]);

        Assert.True(IsCovered(plan.RegionsOf(0), 50, 50));
        BlurCount count = Assert.Single(plan.Counts);
        Assert.Equal((1, 1, score < 0.5f ? 1 : 0), (count.Frames, count.Sightings, count.Uncertain));
        Assert.Equal(score < 0.5f ? 1 : 0, plan.DoubtCount);
        Assert.All(plan.Doubts, doubt => Assert.Equal((score, 1), (doubt.Score, doubt.Looks)));
    }

    /// <summary>Between two sights, before the first and after the last, the region goes with the picture and grows, for a second and no longer.</summary>
    [Fact]
    public void A_region_is_carried_through_gaps_and_both_ways_along_the_motion_but_not_for_ever()
    {
        var boxes = new Dictionary<int, BoundingBox> { [15] = Moved(15), [18] = Moved(18) };
        BlurPlan plan = Plan(["car"], 40, i => boxes.TryGetValue(i, out BoundingBox box) ? [("car", 0.9f, box)] : [], new Steady(1, 0));

        for (int i = 0; i < 40; i++)
        {
            BoundingBox truth = Moved(i);
            bool covered = plan.RegionsOf(i).Any(region => PixelsOf(region) is var part && part.X <= truth.Left && part.Right >= truth.Right && part.Y <= truth.Top && part.Bottom >= truth.Bottom);
            Assert.True(covered == i is >= 5 and <= 28, $"Frame {i}");
        }

        BlurCount count = Assert.Single(plan.Counts);
        Assert.Equal((24, 22, 1), (count.Frames, count.Held, count.Sightings));
        Assert.True(PixelsOf(plan.RegionsOf(28)[0]).Width > PixelsOf(plan.RegionsOf(18)[0]).Width);

        static BoundingBox Moved(int i) => new(20 + i, 30, 40 + i, 50);
    }

    /// <summary>The class of a track is settled over its life: in a frame in which the network takes a person for something else they are covered too.</summary>
    [Fact]
    public void Who_is_taken_for_something_else_in_a_frame_is_covered_there_too()
    {
        JournalFrame facts = Facts(0, [("dog", 0.9f, new BoundingBox(5, 10, 25, 80)), ("dog", 0.9f, new BoundingBox(80, 10, 100, 80))]) with
        {
            Objects = [new JournalObject(1, 1, 0, "person"), new JournalObject(2, 0, 16, "dog")],
        };
        var planner = new BlurPlanner(new BlurRules(["person"]), null, new Steady(0, 0));
        Take(planner, 0, facts);

        IReadOnlyList<BoundingBox> regions = planner.Finish().RegionsOf(0);
        Assert.True(IsCovered(regions, 90, 20));
        Assert.False(IsCovered(regions, 15, 20));
    }

    [Fact]
    public void A_frame_that_nobody_looked_at_is_never_shown()
    {
        using Frame frame = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5);
        Assert.Throws<PixelShapException>(() => Plan(["car"], []).Apply(frame, 7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("person:half")]
    [InlineData("faces:whole")]
    [InlineData("a:whole:b")]
    public void What_is_no_rule_is_refused(string rule) => Assert.Equal(ExitCode.Usage, Assert.Throws<PixelShapException>(() => new BlurRules([rule])).ExitCode);

    [Fact]
    public void Rules_tell_what_a_run_found_nothing_of() =>
        Assert.Equal(["plates", "dog"], new BlurRules(["faces", "plates", "dog", "person"]).NotAmong(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Pedestrian" }));

    private static BlurPlan Plan(string[] rules, (string Class, float Score, BoundingBox Box)[] detections) => Plan(rules, 1, _ => detections, new Steady(0, 0));

    private static BlurPlan Plan(string[] rules, int frames, Func<int, (string Class, float Score, BoundingBox Box)[]> detections, IPictureMotion motion)
    {
        var planner = new BlurPlanner(new BlurRules(rules), null, motion);
        for (int i = 0; i < frames; i++)
        {
            Take(planner, i, Facts(i, detections(i)));
        }

        return planner.Finish();
    }

    private static void Take(BlurPlanner planner, int index, JournalFrame facts)
    {
        using Frame frame = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 1);
        planner.Take(frame.Image, index, facts.Seconds, [facts], default);
    }

    private static JournalFrame Facts(int index, (string Class, float Score, BoundingBox Box)[] detections) => new(
        index, 0, new MediaTime(index, new Rational(1, 10)), index * FrameSeconds, Width, Height, [.. detections.Select(item => new Detection(0, item.Class, item.Score, item.Box, null))], []);

    private static PixelBox PixelsOf(BoundingBox part) => new BoundingBox(part.Left * Width, part.Top * Height, part.Right * Width, part.Bottom * Height).ToPixels(Width, Height);

    private static bool IsCovered(IEnumerable<BoundingBox> regions, int x, int y) => regions.Any(region => PixelsOf(region) is var part && x >= part.X && x < part.Right && y >= part.Y && y < part.Bottom);

    /// <summary>Everything moves alike.</summary>
    private sealed class Steady(float x, float y) : IPictureMotion, IMotionStep
    {
        private bool _begun;

        public IMotionStep? Next(BgrImage image)
        {
            bool begun = _begun;
            _begun = true;
            return begun ? this : null;
        }

        public BoundingBox Forth(BoundingBox box) => new(box.Left + x, box.Top + y, box.Right + x, box.Bottom + y);

        public BoundingBox Back(BoundingBox box) => new(box.Left - x, box.Top - y, box.Right - x, box.Bottom - y);
    }
}
