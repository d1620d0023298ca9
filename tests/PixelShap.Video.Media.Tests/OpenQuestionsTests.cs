using System.Buffers.Binary;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

/// <summary>Files that leave something open: which of several tracks, how fast, what to do about sound that is none.</summary>
[Collection(nameof(Clips))]
public sealed class OpenQuestionsTests(Clips clips)
{
    private static readonly string[] s_bare = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=2"];

    [Fact]
    public async Task Of_two_video_tracks_the_wanted_one_is_read_and_the_other_told_of()
    {
        string clip = clips.Make(
            "two-videos.mp4", "-f", "lavfi", "-i", "color=red:s=64x48:r=10:d=1", "-f", "lavfi", "-i", "color=blue:s=96x64:r=5:d=1", "-map", "0", "-map", "1",
            "-c:v", "libx264", "-pix_fmt", "yuv420p");
        await using FfmpegFrameSource first = await FrameReading.OpenAsync(clip), second = await FrameReading.OpenAsync(clip, new FrameSourceOptions { VideoTrack = 2 });
        (int, int, int) red = default, blue = default;

        Assert.Equal(10, (await FrameReading.TimesAsync(first, frame => red = FrameReading.Pixel(frame, 5, 5))).Count);
        Assert.Equal(5, (await FrameReading.TimesAsync(second, frame => blue = FrameReading.Pixel(frame, 5, 5))).Count);

        FrameReading.AssertColour((0, 0, 255), red, 12);
        FrameReading.AssertColour((255, 0, 0), blue, 12);
        Assert.Equal((64, 96), (first.Info.Width, second.Info.Width));
        Assert.Contains("track 1 (h264 64x48) is read", Assert.Single(first.Warnings), StringComparison.Ordinal);
        Assert.Contains("1: h264 64x48", Assert.Single(second.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_track_that_is_not_there_is_refused()
    {
        var error = await Assert.ThrowsAsync<PixelShapException>(() => FrameReading.OpenAsync(clips.Plain(), new FrameSourceOptions { VideoTrack = 2 }));

        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.Contains("one video track", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h264", "libx264", new string[0], true)]
    [InlineData("hevc", "libx265", new[] { "-x265-params", "log-level=none" }, true)]
    [InlineData("mjpeg", "mjpeg", new string[0], false)]
    public async Task A_bare_stream_is_read_at_the_rate_that_it_states_or_that_is_said(string format, string encoder, string[] more, bool states)
    {
        string clip = clips.Make("bare." + format, [.. s_bare, "-c:v", encoder, "-pix_fmt", format == "mjpeg" ? "yuvj420p" : "yuv420p", .. more, "-f", format]);
        await using FfmpegFrameSource plain = await FrameReading.OpenAsync(clip), said = await FrameReading.OpenAsync(clip, new FrameSourceOptions { FrameRate = 4 });

        List<MediaTime> own = await FrameReading.TimesAsync(plain), wanted = await FrameReading.TimesAsync(said);

        Assert.Equal((20, 20), (own.Count, wanted.Count));
        Assert.Equal(states ? .1 : .04, own[1].Seconds - own[0].Seconds, 1e-5);
        Assert.Equal(.25, wanted[1].Seconds - wanted[0].Seconds, 1e-5);
        Assert.Equal(states ? 0 : 1, plain.Warnings.Count(warning => warning.Contains("25 pictures a second were assumed", StringComparison.Ordinal)));
        Assert.Empty(said.Warnings);
    }

    [Fact]
    public async Task A_bare_stream_can_be_read_in_part_at_a_rate_that_is_said()
    {
        string clip = clips.Make("part.h264", [.. s_bare, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-f", "h264"]);
        await using FfmpegFrameSource part = await FrameReading.OpenAsync(clip, new FrameSourceOptions { FrameRate = 4, FromSeconds = 1, ToSeconds = 2 });

        Assert.Equal([1, 1.25, 1.5, 1.75], (await FrameReading.TimesAsync(part)).Select(time => Math.Round(time.Seconds, 4)));
    }

    [Fact]
    public async Task The_rate_of_a_file_with_times_cannot_be_set()
    {
        var error = await Assert.ThrowsAsync<PixelShapException>(() => FrameReading.OpenAsync(clips.Plain(), new FrameSourceOptions { FrameRate = 4 }));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public async Task A_recording_of_dahua_is_read()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("dav")).FullName;
        Clips.Run("ffmpeg", ["-v", "error", .. s_bare, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "5", "-bf", "0", "-f", "image2", Path.Combine(folder, "%03d.bin")]);
        await using (FileStream file = File.Create(clips.PathOf("camera.dav")))
        {
            uint number = 0;
            foreach (string picture in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                file.Write(Dhav(await File.ReadAllBytesAsync(picture), number++));
            }
        }

        await using FfmpegFrameSource source = await FrameReading.OpenAsync(clips.PathOf("camera.dav"));
        List<MediaTime> times = await FrameReading.TimesAsync(source);

        Assert.Equal(20, times.Count);
        Assert.Equal(.1, times[11].Seconds - times[10].Seconds, .011);
    }

    [Fact]
    public async Task A_sound_track_that_holds_nothing_leaves_the_video_silent_and_is_told_of()
    {
        string full = clips.Make(
            "full.ts", [.. s_bare, "-f", "lavfi", "-i", "sine=d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-streamid", "0:256", "-streamid", "1:257"]);
        string empty = clips.PathOf("declared.ts");
        await File.WriteAllBytesAsync(empty, [.. (await File.ReadAllBytesAsync(full)).Chunk(188).Where(packet => (((packet[1] & 0x1f) << 8) | packet[2]) != 257).SelectMany(packet => packet)]);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(empty);
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(
            clips.PathOf("declared.mp4"), new VideoWriterOptions { AudioSource = empty, Origin = source.Info.StartTime }, CancellationToken.None);

        await foreach (Frame owned in source.ReadAsync(CancellationToken.None))
        {
            using Frame frame = owned;
            await writer.WriteAsync(frame, CancellationToken.None);
        }

        await writer.CompleteAsync(CancellationToken.None);

        Assert.False(source.Info.HasAudio);
        Assert.Contains("declares a sound track in which no sound was found", Assert.Single(writer.Warnings), StringComparison.Ordinal);
        Assert.Equal(20, Clips.ProbedTimes(clips.PathOf("declared.mp4")).Count);
        Assert.False((await VideoProbe.ProbeAsync(clips.PathOf("declared.mp4"), CancellationToken.None)).HasAudio);
    }

    /// <summary>A frame in Dahua's container: header, size and rate of the picture, the picture, and the length once more.</summary>
    private static byte[] Dhav(byte[] picture, uint number)
    {
        byte[] facts = [0x82, 0, 0, 0, 64, 0, 48, 0, 0x81, 0, 2, 10];
        var frame = new byte[24 + facts.Length + picture.Length + 8];
        "DHAV"u8.CopyTo(frame);
        frame[4] = (byte)(number % 5 == 0 ? 0xFD : 0xFC);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), number);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(12), (uint)frame.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(16), (26u << 26) | (11u << 22) | (29u << 17) | (12u << 12) | (number / 10));
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(20), (ushort)(number * 100));
        frame[22] = (byte)facts.Length;
        facts.CopyTo(frame, 24);
        picture.CopyTo(frame, 24 + facts.Length);
        "dhav"u8.CopyTo(frame.AsSpan(frame.Length - 8));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - 4), (uint)frame.Length);
        return frame;
    }
}
