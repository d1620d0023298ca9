using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using static PixelShap.Video.Tests.Tracking.Street;

namespace PixelShap.Video.Tests.Tracking;

public sealed class MultiObjectTrackerTests
{
    private readonly MultiObjectTracker _tracker = new();

    [Fact]
    public void Objects_that_pass_each_other_keep_their_ids()
    {
        var ids = new Dictionary<int, HashSet<int>> { [0] = [], [1] = [] };
        for (int i = 0; i < 40; i++)
        {
            Detection right = See(100 + (12 * i), 300), left = See(700 - (12 * i), 330);
            foreach (TrackedObject seen in _tracker.Update(Frame(i, i / 25.0), i % 2 == 0 ? [right, left] : [left, right]))
            {
                ids[seen.Detection.Box == right.Box ? 0 : 1].Add(seen.TrackId);
            }
        }

        Assert.Single(ids[0]);
        Assert.Single(ids[1]);
        Assert.NotEqual(ids[0].Single(), ids[1].Single());
    }

    [Fact]
    public void A_track_is_confirmed_by_its_third_detection_and_the_first_two_can_be_added_afterwards()
    {
        Assert.Empty(_tracker.Update(Frame(0, 0), [See(100, 100)]));
        Assert.Empty(_tracker.Update(Frame(1, 0.04), [See(101, 100)]));
        Assert.Equal(1, Assert.Single(_tracker.Update(Frame(2, 0.08), [See(102, 100)])).TrackId);
        Assert.Equal([(0L, 1), (1L, 1)], _tracker.Earlier.Select(one => (one.Frame.Index, one.Object.TrackId)));
    }

    [Fact]
    public void A_single_false_alarm_never_becomes_a_track()
    {
        _tracker.Update(Frame(0, 0), [See(100, 100)]);
        _tracker.Update(Frame(1, 0.04), []);
        Assert.Empty(_tracker.Update(Frame(2, 0.08), [See(100, 100)]));
        Assert.Empty(_tracker.Update(Frame(3, 0.12), [See(100, 100)]));
        Assert.Empty(_tracker.Earlier);
    }

    [Fact]
    public void Low_scores_keep_a_track_but_start_none()
    {
        for (int i = 0; i < 3; i++)
        {
            _tracker.Update(Frame(i, i / 25.0), [See(100, 100), See(500, 100, score: 0.3f)]);
        }

        TrackedObject seen = Assert.Single(_tracker.Update(Frame(3, 3 / 25.0), [See(100, 100, score: 0.2f), See(500, 100, score: 0.3f)]));
        Assert.Equal(1, seen.TrackId);
        Assert.Equal(0.2f, seen.Detection.Score);
    }

    [Fact]
    public void An_object_is_found_again_behind_a_truck()
    {
        int before = Follow(0, 10, i => See(100 + (10 * i), 300));
        for (int i = 10; i < 20; i++)
        {
            Assert.Empty(_tracker.Update(Frame(i, i / 25.0), []));
        }

        Assert.Equal(before, Follow(20, 25, i => See(100 + (10 * i), 300)));
    }

    [Fact]
    public void An_object_that_stopped_while_it_was_hidden_is_found_where_it_was_seen_last()
    {
        int before = Follow(0, 10, i => See(100 + (20 * i), 300));
        for (int i = 10; i < 16; i++)
        {
            Assert.Empty(_tracker.Update(Frame(i, i / 25.0), []));
        }

        Assert.Equal(before, Assert.Single(_tracker.Update(Frame(16, 16 / 25.0), [See(285, 300)])).TrackId);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void Of_two_detections_that_overlap_alike_the_one_further_along_is_the_object(int speed)
    {
        int id = Follow(0, 20, i => See(500 + (speed * i), 300));
        double expected = 500 + (speed * 20);
        Detection less = See(expected - 20, 300), more = See(expected + 20, 300);
        TrackedObject seen = Assert.Single(_tracker.Update(Frame(20, 0.8), [less, more]), one => one.TrackId == id);
        Assert.Equal((speed > 0 ? more : less).Box, seen.Detection.Box);
    }

    [Fact]
    public void A_track_ends_after_the_longest_gap_and_its_id_is_not_used_again()
    {
        int first = Follow(0, 5, _ => See(100, 300));
        _tracker.Update(Frame(5, 0.16 + 1.4), []);
        Assert.Equal(first, Assert.Single(_tracker.Update(Frame(6, 0.16 + 1.45), [See(100, 300)])).TrackId);
        _tracker.Update(Frame(7, 1.61 + 1.6), []);
        Assert.Empty(_tracker.Update(Frame(8, 1.61 + 1.65), [See(100, 300)]));
        Assert.NotEqual(first, Follow(60, 65, _ => See(100, 300)));
    }

    [Fact]
    public void Prediction_uses_the_time_between_frames_and_not_their_number()
    {
        // 300 px/s, seen every 40 ms, then the stream stalls for 400 ms: 120 px further, more than the box is wide.
        int id = Follow(0, 15, i => See(100 + (12 * i), 300));
        double x = 100 + (12 * 14) + 120;
        TrackedObject seen = Assert.Single(_tracker.Update(Frame(15, (14 / 25.0) + 0.4), [See(x, 300)]));
        Assert.Equal(id, seen.TrackId);
    }

    [Fact]
    public void A_row_of_parked_cars_that_passes_by_is_not_shifted_by_one_car()
    {
        // Each frame every car is where the one before it was: 60 px between the cars, 57 px of motion. The first cars come slowly.
        var ids = new Dictionary<int, HashSet<int>>();
        double travelled = 0;
        for (int i = 0; i < 60; i++)
        {
            travelled += Math.Min(57, 4 * i);
            var cars = Enumerable.Range(0, 60).Select(car => (Car: car, Seen: See(1000 + (60 * car) - travelled, 300, 56, 40)))
                .Where(car => car.Seen.Box.Left is > 0 and < 1100).ToList();
            foreach (TrackedObject seen in _tracker.Update(Frame(i, i / 10.0), [.. cars.Select(car => car.Seen)]))
            {
                int car = cars.Single(one => one.Seen.Box == seen.Detection.Box).Car;
                ids.TryAdd(car, []);
                ids[car].Add(seen.TrackId);
            }
        }

        Assert.True(ids.Count > 20);
        Assert.All(ids.Values, one => Assert.Single(one));
    }

    /// <summary>Who walks is wide with open legs and thin with closed ones, and with open legs a network may see a cyclist. The overlap is 0.63 at the least.</summary>
    [Fact]
    public void Somebody_who_walks_keeps_the_id_although_shape_and_class_change()
    {
        var ids = new HashSet<int>();
        for (int i = 0; i < 60; i++)
        {
            bool isWide = i % 6 >= 3;
            float middle = 300 - (2 * i), half = isWide ? 16 : 10;
            Detection seen = new(isWide ? 4 : 3, isWide ? "cyclist" : "pedestrian", 0.9f, new BoundingBox(middle - half, 140, middle + half, 200), null);
            ids.UnionWith(_tracker.Update(Frame(i, i / 12.5), [seen]).Select(item => item.TrackId));
        }

        Assert.Single(ids);
    }

    [Fact]
    public void The_class_is_the_tracks_and_does_not_flicker()
    {
        var classes = new HashSet<string>();
        var ids = new HashSet<int>();
        for (int i = 0; i < 60; i++)
        {
            int seenAs = i % 3 == 2 ? Truck : Car;
            foreach (TrackedObject seen in _tracker.Update(Frame(i, i / 25.0), [See(100 + i, 300, classId: seenAs)]))
            {
                classes.Add(seen.Detection.ClassName);
                ids.Add(seen.TrackId);
            }
        }

        Assert.Equal(["car"], classes);
        Assert.Single(ids);
    }

    [Fact]
    public void A_class_chosen_in_error_is_mended_once_the_evidence_is_double()
    {
        var names = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            IReadOnlyList<TrackedObject> objects = _tracker.Update(Frame(i, i / 25.0), [See(100 + i, 300, classId: i < 4 ? Truck : Car)]);
            names.AddRange(objects.Select(seen => seen.Detection.ClassName));
        }

        Assert.Equal("truck", names[0]);
        Assert.Equal("car", names[^1]);
        Assert.Equal(1, names.Zip(names.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void A_person_in_front_of_a_car_is_not_taken_for_the_car()
    {
        int car = Follow(0, 5, _ => See(100, 300, 100, 80));
        _tracker.Update(Frame(5, 0.2), [See(120, 300, 50, 80, Person)]);
        _tracker.Update(Frame(6, 0.24), [See(120, 300, 50, 80, Person)]);
        IReadOnlyList<TrackedObject> seen = _tracker.Update(Frame(7, 0.28), [See(120, 300, 50, 80, Person), See(100, 300, 100, 80)]);
        Assert.Equal([("car", car), ("person", car + 1)], seen.Select(one => (one.Detection.ClassName, one.TrackId)));
    }

    [Fact]
    public void A_new_epoch_ends_every_track()
    {
        int first = Follow(0, 5, _ => See(100, 300));
        var next = new Epoch(1, DateTimeOffset.UnixEpoch, "the connection was lost");
        Assert.Empty(_tracker.Update(Frame(5, 0, next), [See(100, 300)]));
        Assert.Empty(_tracker.Update(Frame(6, 0.04, next), [See(100, 300)]));
        Assert.Equal(first + 1, Assert.Single(_tracker.Update(Frame(7, 0.08, next), [See(100, 300)])).TrackId);
    }

    [Fact]
    public void Masks_tell_apart_what_boxes_cannot()
    {
        // Two objects share one box, one its upper left, the other its lower right triangle; the detector changes their order.
        Mask upper = Triangle(isUpper: true), lower = Triangle(isUpper: false);
        var ids = new HashSet<(int, bool)>();
        for (int i = 0; i < 12; i++)
        {
            Detection first = See(100, 100, 100, 100, mask: i % 2 == 0 ? upper : lower);
            Detection second = See(100, 100, 100, 100, mask: i % 2 == 0 ? lower : upper);
            foreach (TrackedObject seen in _tracker.Update(Frame(i, i / 25.0), [first, second]))
            {
                ids.Add((seen.TrackId, ReferenceEquals(seen.Detection.Mask, upper)));
            }
        }

        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public void A_camera_that_jerks_is_compensated()
    {
        int id = Follow(0, 10, _ => See(300, 300));
        Assert.DoesNotContain(_tracker.Update(Frame(10, 10 / 25.0), [See(450, 340)]), seen => seen.TrackId == id);
        var compensated = new MultiObjectTracker();
        for (int i = 0; i < 10; i++)
        {
            compensated.Update(Frame(i, i / 25.0), [See(300, 300)]);
        }

        var motion = new CameraMotion(1, 0, 150, 0, 1, 40);
        Assert.Equal(id, Assert.Single(compensated.Update(Frame(10, 10 / 25.0), [See(450, 340)], motion)).TrackId);
    }

    [Fact]
    public void When_the_camera_turns_the_earlier_sights_of_a_track_turn_with_it()
    {
        var track = new Track(Frame(0, 0), See(100, 300), (0, 0), default, new MultiObjectTrackerOptions().Noise);
        BoundingBox before = track.Origin;
        track.Warp(CameraMotion.None with { X = 40, Y = -7 });
        Assert.Equal((before.Left + 40, before.Top - 7, before.Right + 40, before.Bottom - 7), (track.Origin.Left, track.Origin.Top, track.Origin.Right, track.Origin.Bottom));
        Assert.Equal(track.Origin, track.LastBox);
    }

    /// <summary>During the gap it slowed down to a walk: who takes the velocity from before the gap looks for it far ahead.</summary>
    [Fact]
    public void After_a_gap_the_velocity_is_that_of_the_gap()
    {
        int id = Follow(0, 15, i => See(100 + (20 * i), 300));
        for (int i = 15; i < 24; i++)
        {
            _tracker.Update(Frame(i, i / 25.0), []);
        }

        Assert.Equal(id, Assert.Single(_tracker.Update(Frame(24, 24 / 25.0), [See(390, 300)])).TrackId);

        // One frame on it is at 391. Another object is where the old velocity would have taken it.
        IReadOnlyList<TrackedObject> seen = _tracker.Update(Frame(25, 1), [See(391, 300), See(500, 300)]);
        Assert.Equal(391, seen.Single(one => one.TrackId == id).Detection.Box.Left);
    }

    /// <summary>It came fast, was hidden for almost a second, and is where it was seen last: taken to have stood still all the while it stands, where one
    /// step over the whole gap would leave it creeping on.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Seen_again_where_it_was_before_a_gap_it_stands_still(int sights)
    {
        var track = new Track(Frame(0, 0), See(100, 300), (0, 0), default, new MultiObjectTrackerOptions().Noise);
        for (int i = 1; i < sights; i++)
        {
            track.See(Frame(i, i / 25.0), See(100 + (20 * i), 300));
        }

        Assert.True(track.Velocity.X > 300, $"{track.Velocity.X}");
        for (int i = 0; i < 20; i++)
        {
            track.Miss();
        }

        track.See(Frame(sights + 20, (sights + 20) / 25.0), See(track.LastBox.Left, 300));
        Assert.InRange(track.Velocity.X, -10, 10);
    }

    [Fact]
    public void The_same_input_gives_the_same_tracks()
    {
        Assert.Equal(Random(), Random());

        static List<(int, Detection)> Random()
        {
            var random = new Random(3);
            var tracker = new MultiObjectTracker();
            var all = new List<(int, Detection)>();
            for (int i = 0; i < 100; i++)
            {
                Detection[] detections = [.. Enumerable.Range(0, random.Next(12)).Select(_ =>
                    See(random.Next(600), random.Next(300), classId: random.Next(3), score: random.NextSingle()))];
                all.AddRange(tracker.Update(Frame(i, i / 25.0), detections).Select(seen => (seen.TrackId, seen.Detection)));
            }

            return all;
        }
    }

    private int Follow(int from, int to, Func<int, Detection> detection)
    {
        int id = 0;
        for (int i = from; i < to; i++)
        {
            foreach (TrackedObject seen in _tracker.Update(Frame(i, i / 25.0), [detection(i)]))
            {
                id = seen.TrackId;
            }
        }

        return id;
    }

    private static Mask Triangle(bool isUpper)
    {
        var map = new byte[100 * 100];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = (i % 100) + (i / 100) < 99 == isUpper ? (byte)1 : (byte)0;
        }

        return Mask.FromBytes(1280, 720, new PixelBox(100, 100, 100, 100), map, 100);
    }
}
