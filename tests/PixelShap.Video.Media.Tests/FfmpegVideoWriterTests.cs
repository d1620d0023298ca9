using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class FfmpegVideoWriterTests(Clips clips)
{
    [Theory]
    [InlineData("vfr.mp4", PixelFormat.Bgr24)]
    [InlineData("vfr.mkv", PixelFormat.Bgr32)]
    public async Task Times_are_kept_within_a_millisecond(string name, PixelFormat format)
    {
        string input = clips.VariableRate(name), output = clips.PathOf("times-" + name + ".mp4");

        await CopyAsync(input, output, format, new VideoWriterOptions());

        List<MediaTime> expected = Clips.ProbedTimes(input), actual = Clips.ProbedTimes(output);
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First.Seconds - pair.Second.Seconds) < 0.001, $"{pair}"));
    }

    [Fact]
    public async Task A_drive_keeps_its_times_and_its_sound()
    {
        string drive = clips.Make(
            "drive-with-sound.mp4", "-i", Samples.Drive("lead-car-brakes"), "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=44100", "-c:v", "copy", "-c:a", "aac", "-shortest");
        string camera = SharedData.Path("data/video/muchlisin_driving.mp4");
        foreach (string input in File.Exists(camera) ? (string[])[drive, camera] : [drive])
        {
            string output = clips.PathOf("copy-of-" + Path.GetFileName(input));

            await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

            Assert.Equal(Clips.ProbedTimes(input).Select(time => time.Seconds), Clips.ProbedTimes(output).Select(time => time.Seconds), (a, b) => Math.Abs(a - b) < 0.001);
            Assert.Equal(AudioPackets(input), AudioPackets(output));
        }
    }

    [Fact]
    public async Task What_was_written_of_a_growing_video_can_be_played_whatever_ends_the_writing()
    {
        // Four seconds; the writer is let go of as if its process had been killed: the encoder is, and nobody finishes the file.
        string output = clips.PathOf("growing.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions { IsGrowing = true }, CancellationToken.None))
        {
            for (int number = 0; number < 240; number++)
            {
                using Frame frame = Plain(number, 64, 48, (40, (byte)number, 200));
                await writer.WriteAsync(frame, CancellationToken.None);
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (new FileInfo(output).Length < 3_000)
            {
                await Task.Delay(50, patience.Token);
            }
        }

        double[] times = [.. Clips.ProbedTimes(output).Select(time => time.Seconds)];
        Assert.InRange(times.Length, 25, 240);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Sound_is_copied_and_in_step()
    {
        string input = clips.Plain(), output = clips.PathOf("sound.mp4");

        await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

        Assert.Equal(AudioPackets(input), AudioPackets(output));
    }

    [Fact]
    public async Task A_clock_that_does_not_start_at_zero_is_moved_for_picture_and_sound_alike()
    {
        string input = clips.Make("late.ts", "-i", clips.Plain(), "-c", "copy", "-output_ts_offset", "100"), output = clips.PathOf("late.mp4");
        VideoInfo info = await VideoProbe.ProbeAsync(input, CancellationToken.None);
        Assert.InRange(info.StartTime.Seconds, 100, 103);

        await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input, Origin = info.StartTime });

        double videoBefore = Clips.ProbedTimes(input)[0].Seconds, videoAfter = Clips.ProbedTimes(output)[0].Seconds;
        double soundBefore = AudioStart(input), soundAfter = AudioStart(output);
        Assert.Equal(videoBefore - info.StartTime.Seconds, videoAfter, 0.001);
        Assert.Equal(soundBefore - videoBefore, soundAfter - videoAfter, 0.001);
    }

    [Theory]
    [InlineData("neg.mkv")]
    [InlineData("neg.mp4")]
    public async Task A_clock_that_starts_below_zero_keeps_all_its_sound_in_step(string name)
    {
        string input = clips.Make(name, "-ss", "0.4", "-i", clips.Plain(), "-c", "copy", "-avoid_negative_ts", "disabled"), output = clips.PathOf(name + ".out.mp4");
        VideoInfo info = await VideoProbe.ProbeAsync(input, CancellationToken.None);
        Assert.True(info.StartTime.Seconds < 0 || name == "neg.mp4", $"{info.StartTime.Seconds}");

        await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

        // Matroska says no times of pictures before 0, so the last are compared.
        double moved = Clips.ProbedTimes(output)[^1].Seconds - Clips.ProbedTimes(input)[^1].Seconds;
        Dictionary<string, double> before = SoundByContent(input), after = SoundByContent(output);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        // Matroska rounds to milliseconds, and AAC lays the packets out by samples.
        Assert.All(after, packet => Assert.Equal(before[packet.Key] + moved, packet.Value, 0.003));
    }

    [Fact]
    public async Task Sound_that_ffmpeg_does_not_know_is_left_out_with_a_warning()
    {
        // A WAVE format number that nobody has registered.
        byte[] file = await File.ReadAllBytesAsync(clips.Make("pcm.avi", "-i", clips.Plain(), "-c:v", "copy", "-c:a", "pcm_s16le"));
        int header = file.AsSpan().IndexOf("auds"u8);
        int format = header + file.AsSpan(header).IndexOf("strf"u8) + 8;
        file[format] = file[format + 1] = 0x99;
        string input = clips.PathOf("unknown.avi"), output = clips.PathOf("unknown.mp4");
        await File.WriteAllBytesAsync(input, file);

        IReadOnlyList<string> warnings = await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

        Assert.Contains("does not know; the video is silent", Assert.Single(warnings));
        Assert.Equal(60, Clips.ProbedTimes(output).Count);
        Assert.Empty(AudioPackets(output));
    }

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("late.ts")]
    public async Task An_excerpt_takes_its_part_of_the_sound(string name)
    {
        string input = name == "late.ts"
            ? clips.Make(name, "-i", clips.Plain(), "-c", "copy", "-output_ts_offset", "100")
            : clips.Plain();
        string output = clips.PathOf("excerpt.mp4");
        double start = (await VideoProbe.ProbeAsync(input, CancellationToken.None)).StartTime.Seconds;
        var microsecond = new Rational(1, 1_000_000);
        MediaTime from = new((long)((start + 0.5) * 1e6), microsecond), to = new((long)((start + 1.5) * 1e6), microsecond);

        await CopyAsync(
            input,
            output,
            new FrameSourceOptions { FromSeconds = from.Seconds, ToSeconds = to.Seconds },
            new VideoWriterOptions { AudioSource = input, Origin = from, From = from, End = to });

        // MPEG-TS puts a header on each packet, so the packets are known by those of the MP4 that it was made from.
        double moved = Clips.ProbedTimes(input)[0].Seconds - Clips.ProbedTimes(clips.Plain())[0].Seconds;
        Dictionary<string, double> whole = SoundByContent(clips.Plain()), part = SoundByContent(output);
        Assert.InRange(part.Count, 44, 48); // 1 s of 1024 samples at 48 kHz
        Assert.All(part, packet => Assert.Equal(whole[packet.Key] + moved - from.Seconds, packet.Value, 0.001));
        Assert.InRange(Clips.ProbedTimes(output).Count, 29, 31);
        Assert.InRange(Clips.ProbedTimes(output)[0].Seconds, 0, 0.034);
    }

    [Fact]
    public async Task Sound_that_mp4_cannot_hold_is_encoded_again_with_a_warning()
    {
        string input = clips.Make("pcm.mkv", "-i", clips.Plain(), "-c:v", "copy", "-c:a", "pcm_s16le"), output = clips.PathOf("pcm.mp4");

        IReadOnlyList<string> warnings = await CopyAsync(input, output, PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

        Assert.Contains("pcm_s16le", Assert.Single(warnings));
        Assert.Equal("aac", Clips.ProbedStream(output, "a:0")["codec_name"]);
    }

    [Fact]
    public async Task Output_plays_everywhere_and_says_its_colours()
    {
        string output = clips.PathOf("tags.mp4");

        await CopyAsync(clips.Plain(), output, PixelFormat.Bgr24, new VideoWriterOptions());

        Dictionary<string, string> stream = Clips.ProbedStream(output, "v:0");
        Assert.Equal(("h264", "yuv420p"), (stream["codec_name"], stream["pix_fmt"]));
        Assert.Equal(("tv", "bt709", "bt709", "bt709"), (stream["color_range"], stream["color_space"], stream["color_primaries"], stream["color_transfer"]));
        byte[] file = await File.ReadAllBytesAsync(output);
        Assert.True(file.AsSpan().IndexOf("moov"u8) < file.AsSpan().IndexOf("mdat"u8), "the index is not in front");
    }

    [Theory]
    [InlineData(33, 17)]
    [InlineData(34, 17)]
    [InlineData(33, 18)]
    public async Task An_odd_size_is_enlarged_by_repeating_the_edge(int width, int height)
    {
        string output = clips.PathOf($"odd{width}x{height}.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions { ConstantRateFactor = 1 }, CancellationToken.None))
        {
            for (int i = 0; i < 5; i++)
            {
                using Frame frame = Plain(i, width, height, (50, 100, 200));
                await writer.WriteAsync(frame, CancellationToken.None);
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        await using FfmpegFrameSource source = await FrameReading.OpenAsync(output);
        List<MediaTime> times = await FrameReading.TimesAsync(source, frame =>
        {
            Assert.Equal((34, 18), (frame.Width, frame.Height));
            FrameReading.AssertColour((50, 100, 200), FrameReading.Pixel(frame, 33, 17), 6);
            FrameReading.AssertColour((50, 100, 200), FrameReading.Pixel(frame, 0, 0), 6);
        });
        Assert.Equal(5, times.Count);
    }

    [Fact]
    public async Task What_is_not_completed_leaves_no_trace_and_an_old_file_in_place()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("discard")).FullName, output = Path.Combine(folder, "x.mp4");
        await File.WriteAllTextAsync(output, "old");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions(), CancellationToken.None))
        {
            using Frame frame = Plain(0, 64, 64, (1, 2, 3));
            await writer.WriteAsync(frame, CancellationToken.None);
        }

        Assert.Equal([output], Directory.GetFileSystemEntries(folder));
        Assert.Equal("old", await File.ReadAllTextAsync(output));
    }

    [Fact]
    public async Task What_a_killed_run_has_left_is_replaced()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("killed")).FullName, output = Path.Combine(folder, "x.mp4");
        await File.WriteAllTextAsync(Path.Combine(folder, ".x.mp4.part"), "half a video");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions(), CancellationToken.None))
        {
            using Frame frame = Plain(0, 64, 64, (1, 2, 3));
            await writer.WriteAsync(frame, CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
        }

        Assert.Equal([output], Directory.GetFileSystemEntries(folder));
        Assert.Single(Clips.ProbedTimes(output));
    }

    [Fact]
    public async Task A_later_epoch_is_placed_by_the_wall_clock()
    {
        string output = clips.PathOf("epochs.mp4");
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var epochs = new[] { new Epoch(0, start, "start"), new Epoch(1, start.AddSeconds(10), "no frame for 5 s") };
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions(), CancellationToken.None))
        {
            foreach (Epoch epoch in epochs)
            {
                for (int i = 0; i < 3; i++)
                {
                    using Frame frame = Plain(i, 64, 64, (1, 2, 3), epoch);
                    await writer.WriteAsync(frame, CancellationToken.None);
                }
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        Assert.Equal([0, 0.1, 0.2, 10, 10.1, 10.2], Clips.ProbedTimes(output).Select(time => Math.Round(time.Seconds, 6)));
    }

    [Fact]
    public async Task A_missing_folder_is_said_before_any_work()
    {
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(
            () => FfmpegVideoWriter.CreateAsync(clips.PathOf("no/such/x.mp4"), new VideoWriterOptions(), CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public async Task That_only_the_first_of_two_sound_tracks_is_kept_is_said()
    {
        string input = clips.Make("two-tracks.mp4", "-i", clips.Plain(), "-map", "0:v", "-map", "0:a", "-map", "0:a", "-c", "copy");

        IReadOnlyList<string> warnings = await CopyAsync(input, clips.PathOf("one-track.mp4"), PixelFormat.Bgr24, new VideoWriterOptions { AudioSource = input });

        Assert.Equal([$"{input} has 2 sound tracks; only the first is kept."], warnings);
    }

    [Fact]
    public async Task Sound_that_the_clip_hides_is_not_heard_while_a_card_stands()
    {
        // Trimmed without encoding anew: an edit list hides what is before the cut, and it is still in the file.
        string input = clips.Make("hidden.mp4", "-ss", "0.7", "-i", clips.Plain(), "-c", "copy"), output = clips.PathOf("hidden-out.mp4");
        Assert.True(FirstSound(input) < -0.5);
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(
            output, new VideoWriterOptions { AudioSource = input, Pieces = [new AudioPiece(0, 1, 2)] }, CancellationToken.None);
        for (int i = 0; i < 30; i++)
        {
            using Frame frame = Plain(i, 64, 64, (1, 2, 3));
            await writer.WriteAsync(frame, CancellationToken.None);
        }

        await writer.CompleteAsync(CancellationToken.None);
        Assert.InRange(FirstSound(output), 1.999, 2.03);
    }

    [Fact]
    public async Task An_encoder_that_was_started_early_writes_the_same_video()
    {
        string late = clips.PathOf("late-start.mp4"), early = clips.PathOf("early-start.mp4");
        foreach (string output in (string[])[late, early])
        {
            await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(
                output, new VideoWriterOptions { AudioSource = clips.Plain() }, CancellationToken.None);
            for (int i = 0; i < 8; i++)
            {
                using Frame frame = Plain(i, 64, 64, ((byte)(30 * i), 90, 200));
                if (output == early)
                {
                    await writer.ExpectAsync(frame.Header, CancellationToken.None);
                }

                await writer.WriteAsync(frame, CancellationToken.None);
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        Assert.Equal(File.ReadAllBytes(late), File.ReadAllBytes(early));
    }

    [Fact]
    public async Task A_video_whose_frames_never_came_is_not_written()
    {
        string output = clips.PathOf("expected.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions(), CancellationToken.None))
        {
            using Frame frame = Plain(0, 64, 64, (1, 2, 3));
            await writer.ExpectAsync(frame.Header, CancellationToken.None);
            PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => writer.CompleteAsync(CancellationToken.None).AsTask());
            Assert.Contains("no frame", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(clips.Folder, "*expected.mp4*"));
    }

    [Fact]
    public async Task A_file_that_changed_is_examined_again()
    {
        string path = clips.PathOf("changing.mp4");
        File.Copy(clips.Plain(), path, overwrite: true);
        Assert.Equal(320, (await VideoProbe.ProbeAsync(path, CancellationToken.None)).Width);
        File.Copy(clips.VariableRate(), path, overwrite: true);
        Assert.Equal(160, (await VideoProbe.ProbeAsync(path, CancellationToken.None)).Width);
    }

    private static Frame Plain(int number, int width, int height, (byte Blue, byte Green, byte Red) colour, Epoch? epoch = null)
    {
        epoch ??= new Epoch(0, DateTimeOffset.UnixEpoch, "start");
        Frame frame = new FramePool().Rent(new FrameHeader(number, epoch, new MediaTime(number, new Rational(1, 10)), width, height, PixelFormat.Bgr24));
        Span<byte> pixels = frame.Pixels.Span;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = colour;
        }

        return frame;
    }

    private static Task<IReadOnlyList<string>> CopyAsync(string input, string output, PixelFormat format, VideoWriterOptions options) =>
        CopyAsync(input, output, new FrameSourceOptions { Format = format }, options);

    private static async Task<IReadOnlyList<string>> CopyAsync(string input, string output, FrameSourceOptions reading, VideoWriterOptions options)
    {
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(input, reading);
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, options, CancellationToken.None);
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                await writer.WriteAsync(frame, CancellationToken.None);
            }
        }

        await writer.CompleteAsync(CancellationToken.None);
        return writer.Warnings;
    }

    /// <summary>Time and checksum of each coded packet of sound.</summary>
    private static string AudioPackets(string path) => Clips.Run(
        "ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pts_time,data_hash", "-show_data_hash", "md5", "-of", "csv=p=0", path);

    /// <summary>The time of each coded packet of sound, by its checksum; silence, which repeats, is left out.</summary>
    private static Dictionary<string, double> SoundByContent(string path)
    {
        using JsonDocument document = JsonDocument.Parse(Clips.Run(
            "ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pts_time,data_hash", "-show_data_hash", "md5", "-of", "json", path));
        return document.RootElement.GetProperty("packets").EnumerateArray()
            .Select(packet => (Hash: packet.GetProperty("data_hash").GetString()!, Time: double.Parse(packet.GetProperty("pts_time").GetString()!)))
            .GroupBy(packet => packet.Hash)
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.First().Time);
    }

    /// <summary>The time of the first coded packet of sound, also of one that is not to be played.</summary>
    private static double FirstSound(string path) =>
        Clips.Run("ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Min(line => double.Parse(line.Trim().Trim(','), System.Globalization.CultureInfo.InvariantCulture));

    private static double AudioStart(string path) => double.Parse(Clips.ProbedStream(path, "a:0")["start_time"]);
}
