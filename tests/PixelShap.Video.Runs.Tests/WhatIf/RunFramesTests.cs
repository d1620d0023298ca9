using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Tests.Results;
using PixelShap.Video.Runs.WhatIf;

namespace PixelShap.Video.Runs.Tests.WhatIf;

/// <summary>Single records of a journal, without the others.</summary>
public sealed class RunFramesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-frames-").FullName;

    public RunFramesTests() => WrittenRun.Write(_folder, "drive.mp4", (10, 0.5), (50, 0.2));

    [Fact]
    public void A_frame_is_read_from_its_place_as_it_stands_in_the_journal()
    {
        RunDirectory directory = RunDirectory.ForReading(_folder);
        var frames = RunFrames.Of(directory);
        JournalFrame[] all = [.. new JournalReader(directory.Journal).Read().OfType<JournalFrame>()];
        Assert.Equal(all.Select(frame => frame.Index), frames.Frames.Select(place => place.Index));
        foreach (JournalFrame frame in all)
        {
            JournalFrame found = frames.Read(frames.Find(frame.Index)!);
            Assert.Equal((frame.Index, frame.Pts, frame.Detections[0].Box), (found.Index, found.Pts, found.Detections[0].Box));
        }

        Assert.Null(frames.Find(120));
        Assert.Null(frames.AnswerTo("unknown"));
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.3)]
    public void The_frames_before_another_are_those_that_a_run_shows(int count, double step)
    {
        var frames = RunFrames.Of(RunDirectory.ForReading(_folder));
        var pool = new FramePool(0);
        using var recent = new RecentFrames(count, step);
        foreach (RunFrames.Place place in frames.Frames)
        {
            using Frame frame = pool.Rent(new FrameHeader(place.Index, new Epoch(0, DateTimeOffset.UnixEpoch, "start"), place.Pts, 16, 16, PixelFormat.Bgr24));
            Assert.Equal(recent.Before(frame, place.Seconds).Select(before => before.Seconds), frames.Before(place, count, step).Select(before => before.Seconds));
            recent.Offer(frame, place.Seconds, []);
        }

        Assert.Empty(frames.Before(frames.Frames[50], 0, step));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
