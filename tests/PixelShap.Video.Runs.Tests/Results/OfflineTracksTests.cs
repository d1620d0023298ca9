using PixelShap.Masking;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class OfflineTracksTests
{
    private const int Width = 200, Height = 100, PerSecond = 10;

    /// <summary>A car that moves by 4 pixels a frame and grows, away in frames 3 to 6; another that leaves for good in frame 5.</summary>
    [Fact]
    public void What_is_away_for_a_moment_is_where_it_must_be()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 12).Select(i => Frame(i, i is < 3 or > 6, i < 5))], known = [.. Known(frames)];

        Assert.Equal(frames.Select(frame => frame.Index), known.Select(frame => frame.Index));
        for (int i = 0; i < known.Length; i++)
        {
            Assert.Equal(i < 5 ? [1, 2] : [1], known[i].Objects.Select(item => item.TrackId));
            Assert.Equal(i is >= 3 and <= 6, known[i].Objects[0].IsFilled);
            Detection car = known[i].Detections[known[i].Objects[0].Detection];
            Assert.Equal(CarAt(i).Left, car.Box.Left, 0.01);
            Assert.Equal(CarAt(i).Bottom, car.Box.Bottom, 0.01);
            Mask expected = Mask.FromBox(Width, Height, CarAt(i).ToPixels(Width, Height));
            Assert.InRange(car.Mask!.IoU(expected), i is >= 3 and <= 6 ? 0.9 : 1, 1);
        }

        // What was seen is as it was.
        Assert.Same(frames[1], known[1]);
        Assert.Same(frames[8], known[8]);
    }

    [Fact]
    public void A_gap_is_filled_on_the_straight_line_in_time_and_not_in_frames()
    {
        JournalFrame[] frames = [At(0, 0, CarAt(0)), At(1, 0.3, null), At(2, 0.4, CarAt(10))];
        JournalFrame between = Known(frames)[1];
        Assert.Equal(CarAt(0).Left + (0.75f * (CarAt(10).Left - CarAt(0).Left)), between.Detections[between.Objects[0].Detection].Box.Left, 0.01);
    }

    /// <summary>Its shape changes while it is away: it has the shape of the sight that is nearer in time.</summary>
    [Fact]
    public void A_filled_mask_is_that_of_the_nearer_sight()
    {
        BoundingBox box = new(20, 20, 60, 60);
        JournalFrame[] frames = [Shown(0, new PixelBox(20, 20, 40, 20)), At(1, 0.1, null), At(2, 0.2, null), Shown(3, new PixelBox(20, 40, 40, 20))];
        JournalFrame[] known = Known(frames);
        Assert.Equal([20, 20, 40, 40], known.Select(frame => frame.Detections[frame.Objects[0].Detection].Mask!.Box.Y));

        JournalFrame Shown(int i, PixelBox pixels)
        {
            JournalFrame frame = At(i, i / 10.0, box);
            return frame with { Detections = [frame.Detections[0] with { Mask = Mask.FromBox(Width, Height, pixels) }] };
        }
    }

    [Fact]
    public void What_is_away_for_long_or_beyond_a_reopened_stream_is_away()
    {
        JournalFrame[] longGap = [.. Enumerable.Range(0, 22).Select(i => Frame(i, i is < 2 or > 16, false))];
        Assert.Equal(longGap, Known(longGap));
        JournalFrame[] epochs = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false) with { Epoch = i / 4 })];
        Assert.Equal(epochs, Known(epochs));
        JournalFrame[] unwanted = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false))];
        Assert.Equal(unwanted, Known(unwanted, new TrackerConfiguration { FillGapSeconds = 0 }));
    }

    [Fact]
    public void What_is_seen_in_its_place_under_another_identity_is_not_there_twice()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false))];
        frames[3] = WithBus(frames[3], CarAt(3));
        JournalFrame[] known = Known(frames);
        Assert.Equal([9], known[3].Objects.Select(item => item.TrackId));
        Assert.Equal([1], known[4].Objects.Select(item => item.TrackId));

        // Who stands there together with it is somebody else, also while it is hidden.
        frames[2] = WithBus(frames[2], CarAt(3));
        Assert.Equal([1, 9], Known(frames)[3].Objects.Select(item => item.TrackId));

        // So is who came in front of it and is still there when it is seen again.
        frames = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false))];
        frames[3] = WithBus(frames[3], CarAt(3));
        frames[5] = WithBus(frames[5], CarAt(3));
        Assert.Equal([1, 9], Known(frames)[3].Objects.Select(item => item.TrackId));
    }

    [Fact]
    public void First_sights_are_added_where_the_journal_notes_them()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 5).Select(i => Frame(i, true, false))];
        frames[0] = frames[0] with { Objects = [] };
        frames[1] = frames[1] with { Objects = [] };
        frames[2] = frames[2] with { Earlier = [Sight(0), Sight(1)] };
        (JournalFrame[] known, OfflineTracks tracks) = Finish(frames, new TrackerConfiguration(), []);

        Assert.All(known, frame => Assert.Equal(CarAt((int)frame.Index), frame.Detections[Assert.Single(frame.Objects).Detection].Box));
        Assert.All(known, frame => Assert.False(frame.Objects[0].IsFilled));
        Assert.Equal((0.0, 0.4, 5L), (tracks.Spans[1].FirstSeconds, tracks.Spans[1].LastSeconds, tracks.Spans[1].FrameCount));

        static EarlierSight Sight(int index) => new(1, index, index / (double)PerSecond, 0.9f, CarAt(index));
    }

    [Fact]
    public void A_doubtful_track_is_left_out_unless_a_keyframe_valued_it()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 6).Select(i => Frame(i, true, true, score: i == 0 ? 0.6f : 0.2f))];
        (JournalFrame[] known, OfflineTracks tracks) = Finish(frames, new TrackerConfiguration(), [2]);
        Assert.Equal([2], tracks.Spans.Keys);
        Assert.All(known, frame => Assert.Equal([2], frame.Objects.Select(item => item.TrackId)));

        // What was seen stays among the detections.
        Assert.All(known, frame => Assert.Equal(2, frame.Detections.Count));
        Assert.Equal([1, 2], Finish(frames, new TrackerConfiguration { MinMeanScore = 0.25 }, []).Tracks.Spans.Keys.Order());
    }

    [Fact]
    public void Carried_sights_prove_nothing_about_a_track()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 10).Select(i => Frame(i, true, false, score: i == 0 ? 0.4f : 0.1f) with { IsCarried = i > 0 })];
        Assert.Single(Finish(frames, new TrackerConfiguration(), []).Tracks.Spans);
    }

    [Fact]
    public void Boxes_without_masks_are_smoothed_and_boxes_with_masks_stay_with_them()
    {
        var random = new Random(6);
        JournalFrame[] frames = [.. Enumerable.Range(0, 200).Select(i =>
        {
            float left = 100 + (float)(4 * random.NextDouble()) - 2;
            return At(i, i / 25.0, new BoundingBox(left, 20, left + 40, 60), hasMask: false);
        })];
        JournalFrame[] known = Known(frames);
        Assert.True(Error(known) < 0.6 * Error(frames), $"{Error(known):F3} against {Error(frames):F3}");
        Assert.Equal(frames.Select(frame => frame.Detections[0]), known.Select(frame => frame.Detections[0]));

        JournalFrame[] masked = [.. frames.Select(frame => At(frame.Index, frame.Seconds, frame.Detections[0].Box))];
        Assert.Equal(Error(frames), Error(Known(masked)));

        static double Error(JournalFrame[] all) => Math.Sqrt(all.Average(frame => Math.Pow(frame.Detections[frame.Objects[0].Detection].Box.Left - 100, 2)));
    }

    [Fact]
    public void Straight_motion_is_not_bent_by_smoothing_also_at_uneven_times_and_at_the_ends()
    {
        var random = new Random(4);
        double time = 0;
        JournalFrame[] frames = [.. Enumerable.Range(0, 40).Select(i =>
        {
            time += 0.01 + (0.1 * random.NextDouble());
            float left = (float)(10 + (20 * time));
            return At(i, time, new BoundingBox(left, 20, left + 40, 60), hasMask: false);
        })];
        foreach ((JournalFrame before, JournalFrame after) in frames.Zip(Known(frames)))
        {
            Assert.Equal(before.Detections[0].Box.Left, after.Detections[after.Objects[0].Detection].Box.Left, 0.01);
        }
    }

    [Fact]
    public void A_doubtful_box_counts_less_in_smoothing()
    {
        Assert.True(Middle(0.3f) < Middle(0.9f));

        static double Middle(float score)
        {
            JournalFrame[] frames = [Box(0, 100, 0.9f), Box(1, 110, score), Box(2, 100, 0.9f)];
            JournalFrame middle = Known(frames)[1];
            return middle.Detections[middle.Objects[0].Detection].Box.Left;
        }

        static JournalFrame Box(int i, float left, float score) => At(i, 0.05 * i, new BoundingBox(left, 20, left + 40, 60), hasMask: false, score);
    }

    /// <summary>What a stream showed before it broke off says nothing of where a box is after it came back, whatever its id.</summary>
    [Fact]
    public void Smoothing_ends_where_a_stream_is_reopened()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 20).Select(i => At(i, 0.04 * i, new BoundingBox(i < 10 ? 50 : 100, 20, i < 10 ? 90 : 140, 60), hasMask: false) with { Epoch = i / 10 })];
        foreach (JournalFrame frame in Known(frames))
        {
            Assert.Equal(frame.Index < 10 ? 50 : 100, frame.Detections[frame.Objects[0].Detection].Box.Left, 0.01);
        }
    }

    /// <summary>Frames are handed on as soon as nothing that follows can change them, also where the clock stands still.</summary>
    [Theory]
    [InlineData(0.1, 30)]
    [InlineData(0.0, 3200)]
    public void Few_frames_are_held_back(double step, int most)
    {
        int read = 0, given = 0, longest = 0;
        JournalFrame[] frames = [.. Enumerable.Range(0, 5000).Select(i => At(i, step * i, CarAt(0), hasMask: i % 2 == 0))];
        var survey = new TrackSurvey();
        Array.ForEach(frames, survey.Add);
        foreach (JournalFrame frame in survey.Finish(new TrackerConfiguration(), new HashSet<int>()).Of(frames.Select(Count)))
        {
            Assert.Equal(given++, frame.Index);
            longest = Math.Max(longest, read - given);
        }

        Assert.Equal(frames.Length, given);
        Assert.InRange(longest, 1, most);

        JournalFrame Count(JournalFrame frame)
        {
            read++;
            return frame;
        }
    }

    private static JournalFrame[] Known(JournalFrame[] frames, TrackerConfiguration? configuration = null) =>
        Finish(frames, configuration ?? new TrackerConfiguration(), []).Frames;

    private static (JournalFrame[] Frames, OfflineTracks Tracks) Finish(JournalFrame[] frames, TrackerConfiguration configuration, HashSet<int> valued)
    {
        var survey = new TrackSurvey();
        Array.ForEach(frames, survey.Add);
        OfflineTracks tracks = survey.Finish(configuration, valued);
        return ([.. tracks.Of(frames)], tracks);
    }

    private static JournalFrame WithBus(JournalFrame frame, BoundingBox box) => frame with
    {
        Detections = [.. frame.Detections, new Detection(0, "bus", 0.9f, box, Mask.FromBox(Width, Height, box.ToPixels(Width, Height)))],
        Objects = [.. frame.Objects, new JournalObject(9, frame.Detections.Count, 0, "bus")],
    };

    private static BoundingBox CarAt(int frame) => new(10 + (4 * frame), 20, 50 + (5 * frame), 60 + (2 * frame));

    private static JournalFrame At(long index, double seconds, BoundingBox? car, bool hasMask = true, float score = 0.9f)
    {
        var time = new MediaTime((long)Math.Round(seconds * 1000), new Rational(1, 1000));
        return car is not { } box
            ? new JournalFrame(index, 0, time, seconds, Width, Height, [], [])
            : new JournalFrame(
                index, 0, time, seconds, Width, Height,
                [new Detection(2, "car", score, box, hasMask ? Mask.FromBox(Width, Height, box.ToPixels(Width, Height)) : null)],
                [new JournalObject(1, 0, 2, "car")]);
    }

    private static JournalFrame Frame(int index, bool car, bool other, float score = 0.9f)
    {
        List<(int Track, BoundingBox Box)> seen = [];
        if (other)
        {
            seen.Add((2, new BoundingBox(120, 70, 140, 80)));
        }

        if (car)
        {
            seen.Add((1, CarAt(index)));
        }

        var time = new MediaTime(index, new Rational(1, PerSecond));
        return new JournalFrame(
            index, 0, time, time.Seconds, Width, Height,
            [.. seen.Select(item => new Detection(2, "car", score, item.Box, Mask.FromBox(Width, Height, item.Box.ToPixels(Width, Height))))],
            [.. seen.Select((item, i) => new JournalObject(item.Track, i, 2, "car")).OrderBy(item => item.TrackId)]);
    }
}
