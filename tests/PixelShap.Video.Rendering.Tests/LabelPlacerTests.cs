using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Labels;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Tests;

public sealed class LabelPlacerTests
{
    private static readonly PixelBox s_bounds = new(4, 4, 632, 352);

    [Fact]
    public void Labels_never_overlap_each_other_an_obstacle_or_the_border()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var placer = new LabelPlacer(s_bounds, 3);
            PixelBox[] obstacles = [new(10, 10, 90, 16)];
            List<Moving> objects = [.. Enumerable.Range(1, random.Next(1, 25)).Select(id => new Moving(id, random))];
            for (int frame = 0; frame < 12; frame++)
            {
                List<LabelPlacement> placed = Place(placer, frame / 30.0, objects, obstacles);
                for (int i = 0; i < placed.Count; i++)
                {
                    Assert.Equal(placed[i].Box, placed[i].Box.Intersect(s_bounds));
                    Assert.All(obstacles, obstacle => Assert.True(obstacle.Intersect(placed[i].Box).IsEmpty));
                    Assert.All(placed[..i], other => Assert.True(other.Box.Intersect(placed[i].Box).IsEmpty, $"seed {seed} frame {frame}"));
                }

                objects.ForEach(item => item.Move(random, 6));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void Labels_of_resting_objects_rest_though_their_boxes_tremble()
    {
        var random = new Random(5);
        var placer = new LabelPlacer(s_bounds, 3);
        List<Moving> objects = [.. Enumerable.Range(1, 8).Select(id => new Moving(id, random))];
        List<BoundingBox> still = [.. objects.Select(item => item.Box)];
        List<LabelPlacement> first = Place(placer, 0, objects, []);
        for (int frame = 1; frame < 60; frame++)
        {
            for (int i = 0; i < objects.Count; i++)
            {
                objects[i].Box = Shifted(still[i], random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
            }

            List<LabelPlacement> now = Place(placer, frame / 30.0, objects, []);
            Assert.Equal(first.Select(label => label.TrackId), now.Select(label => label.TrackId));
            Assert.All(first.Zip(now), pair => Assert.InRange(Distance(pair.First.Box, pair.Second.Box), 0, 1.5));
        }
    }

    [Fact]
    public void A_neighbour_that_sways_under_a_label_does_not_make_it_swing()
    {
        var placer = new LabelPlacer(s_bounds, 3);
        var box = new BoundingBox(300, 150, 360, 190);
        var places = new List<int>();
        for (int frame = 0; frame < 90; frame++)
        {
            // The neighbour's left edge is now just under the end of the label, now beside it.
            var other = new BoundingBox(378 + (4 * MathF.Sin(frame / 5f)), 100, 420, 146);
            places.Add(Assert.Single(placer.Place(frame / 30.0, [new LabelRequest(1, box, 80, 16, 1)], [new LabelObstacle(1, box, 0), new LabelObstacle(2, other, 0)], [])).Box.X);
        }

        Assert.Single(places.Distinct());
    }

    [Fact]
    public void A_label_goes_with_its_object_without_jumps()
    {
        var placer = new LabelPlacer(s_bounds, 3);
        PixelBox? last = null;
        for (int frame = 0; frame < 150; frame++)
        {
            var box = new BoundingBox(100 + (2 * frame), 150, 160 + (2 * frame), 190);
            LabelRequest[] requests = [new(7, box, 80, 16, 1)];
            PixelBox now = Assert.Single(placer.Place(frame / 30.0, requests, [new LabelObstacle(7, box, 0)], [])).Box;
            if (last is { } before)
            {
                Assert.InRange(Distance(before, now), 0, 4);
            }

            last = now;
        }

        Assert.InRange(last!.Value.X, 380, 420);
    }

    [Fact]
    public void The_more_important_label_gets_the_place_when_there_is_room_for_one()
    {
        var placer = new LabelPlacer(new PixelBox(0, 0, 90, 20), 2);
        var box = new BoundingBox(10, 10, 20, 19);
        LabelRequest[] requests = [new(1, box, 80, 18, 0.1), new(2, box, 80, 18, 0.9)];
        LabelPlacement placed = Assert.Single(placer.Place(0, requests, [], []));
        Assert.Equal(2, placed.TrackId);
    }

    [Fact]
    public void A_label_beside_its_object_needs_no_line_to_it()
    {
        var box = new BoundingBox(300, 150, 360, 190);
        LabelPlacement placed = Assert.Single(new LabelPlacer(s_bounds, 3).Place(0, [new(1, box, 80, 16, 1)], [new LabelObstacle(1, box, 0)], []));
        Assert.False(placed.HasLeader);
        Assert.Equal(new PixelBox(300, 131, 80, 16), placed.Box);
    }

    private static List<LabelPlacement> Place(LabelPlacer placer, double seconds, List<Moving> objects, PixelBox[] obstacles)
    {
        LabelRequest[] requests = [.. objects.Select(item => new LabelRequest(item.Id, item.Box, item.LabelWidth, 16, item.Priority))];
        return placer.Place(seconds, requests, [.. objects.Select(item => new LabelObstacle(item.Id, item.Box, 0))], obstacles);
    }

    private static double Distance(PixelBox a, PixelBox b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    private static BoundingBox Shifted(BoundingBox box, float dx, float dy) =>
        new(box.Left + dx, box.Top + dy, box.Right + dx, box.Bottom + dy);

    private sealed class Moving
    {
        public Moving(int id, Random random)
        {
            Id = id;
            float x = random.Next(-20, 620), y = random.Next(-20, 350), width = random.Next(4, 200), height = random.Next(4, 150);
            Box = new BoundingBox(x, y, x + width, y + height);
            LabelWidth = random.Next(40, 130);
            Priority = random.NextDouble();
        }

        public int Id { get; }

        public BoundingBox Box { get; set; }

        public int LabelWidth { get; }

        public double Priority { get; }

        public void Move(Random random, float most) =>
            Box = Shifted(Box, (random.NextSingle() - 0.5f) * 2 * most, (random.NextSingle() - 0.5f) * 2 * most);
    }
}
