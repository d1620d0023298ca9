using PixelShap.Masking;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Tests;

public sealed class BridgedFramesTests
{
    private const int Width = 200, Height = 100, PerSecond = 10;

    /// <summary>A car that moves by 4 pixels a frame and grows, away in frames 3 to 6; another that leaves for good in frame 5.</summary>
    [Fact]
    public void What_is_away_for_a_moment_is_drawn_where_it_must_be()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 12).Select(i => Frame(i, i is < 3 or > 6, i < 5))], drawn = [.. BridgedFrames.Of(frames)];

        Assert.Equal(frames.Select(frame => frame.Index), drawn.Select(frame => frame.Index));
        for (int i = 0; i < drawn.Length; i++)
        {
            Assert.Equal(i < 5 ? [1, 2] : [1], drawn[i].Objects.Select(item => item.TrackId));
            Detection car = drawn[i].Detections[drawn[i].Objects[0].Detection];
            Assert.Equal(CarAt(i).Left, car.Box.Left, 0.01);
            Assert.Equal(CarAt(i).Bottom, car.Box.Bottom, 0.01);
            Mask expected = Mask.FromBox(Width, Height, CarAt(i).ToPixels(Width, Height));
            Assert.InRange(car.Mask!.IoU(expected), i is >= 3 and <= 6 ? 0.9 : 1, 1);
        }

        // What was seen is as it was.
        Assert.Same(frames[1], drawn[1]);
        Assert.Same(frames[8], drawn[8]);
    }

    [Fact]
    public void What_is_away_for_long_or_beyond_a_reopened_stream_is_away()
    {
        JournalFrame[] longGap = [.. Enumerable.Range(0, 12).Select(i => Frame(i, i is < 2 or > 6, false))];
        Assert.Equal(longGap, BridgedFrames.Of(longGap));
        JournalFrame[] epochs = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false) with { Epoch = i / 4 })];
        Assert.Equal(epochs, BridgedFrames.Of(epochs));
    }

    [Fact]
    public void What_is_seen_in_its_place_under_another_identity_is_not_drawn_twice()
    {
        JournalFrame[] frames = [.. Enumerable.Range(0, 8).Select(i => Frame(i, i is < 3 or > 4, false))];
        Detection other = new(0, "bus", 0.9f, CarAt(3), null);
        frames[3] = frames[3] with { Detections = [other], Objects = [new JournalObject(9, 0, 0, "bus")] };
        JournalFrame[] drawn = [.. BridgedFrames.Of(frames)];

        Assert.Equal([9], drawn[3].Objects.Select(item => item.TrackId));
        Assert.Equal([1], drawn[4].Objects.Select(item => item.TrackId));
    }

    private static BoundingBox CarAt(int frame) => new(10 + (4 * frame), 20, 50 + (5 * frame), 60 + (2 * frame));

    private static JournalFrame Frame(int index, bool car, bool other)
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
            [.. seen.Select(item => new Detection(2, "car", 0.9f, item.Box, Mask.FromBox(Width, Height, item.Box.ToPixels(Width, Height))))],
            [.. seen.Select((item, i) => new JournalObject(item.Track, i, 2, "car")).OrderBy(item => item.TrackId)]);
    }
}
