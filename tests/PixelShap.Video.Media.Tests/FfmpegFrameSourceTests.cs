using PixelShap.Testing;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class FfmpegFrameSourceTests(Clips clips)
{
    [Theory]
    [InlineData("vfr.mp4")]
    [InlineData("vfr.mkv")]
    [InlineData("vfr.ts")]
    public async Task Frames_of_variable_rate_keep_their_exact_times(string name)
    {
        string path = clips.VariableRate(name);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        Assert.Equal(Clips.ProbedTimes(path), times);
        Assert.Empty(source.Warnings);
        Assert.True(times.Zip(times.Skip(1), (a, b) => b.Seconds - a.Seconds).Distinct().Count() > 2, "the clip is not of variable rate");
    }

    /// <summary>The sample drives, and public clips of real cameras where they are at hand.</summary>
    public static TheoryData<string> Drives => new(
        Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "sample-videos"), "*.mp4")
            .Concat(PublicClips.Select(name => SharedData.Path("data/video/" + name)).Where(File.Exists)));

    private static readonly string[] PublicClips =
    [
        "tmo_seattlestreet1.mp4", "tmo_rainy.mp4", "tmo_night.mp4", "udacity_solidWhiteRight.mp4", "udacity_vd_test_video.mp4", "muchlisin_driving.mp4",
        "intel_car-detection.mp4", "opencv4nodejs_traffic.mp4",
    ];

    [Theory]
    [MemberData(nameof(Drives))]
    public async Task Drives_are_read_whole_with_exact_times(string path)
    {
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);
        long index = 0;

        List<MediaTime> times = await FrameReading.TimesAsync(source, frame => Assert.Equal(index++, frame.Index));

        Assert.Equal(Clips.ProbedTimes(path), times);
        Assert.InRange(times.Count, source.Info.ApproximateFrameCount!.Value * 0.95, source.Info.ApproximateFrameCount!.Value);
        Assert.Empty(source.Warnings);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task Pictures_are_turned_upright(int clockwise)
    {
        // Red at the top left of the coded picture, blue elsewhere.
        string flat = clips.Make(
            "corner.mp4", "-f", "lavfi", "-i", "color=blue:s=128x64:r=10:d=0.5,drawbox=0:0:32:32:red:fill", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        string turned = clips.Make($"turned{clockwise}.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", $"rotate={360 - clockwise}");
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(turned);
        (int width, int height) = clockwise == 180 ? (128, 64) : (64, 128);
        (int x, int y) = clockwise switch { 90 => (width - 8, 8), 180 => (width - 8, height - 8), _ => (8, height - 8) };

        await FrameReading.TimesAsync(source, frame =>
        {
            Assert.Equal((width, height), (frame.Width, frame.Height));
            FrameReading.AssertColour((0, 0, 255), FrameReading.Pixel(frame, x, y), 12);
            FrameReading.AssertColour((255, 0, 0), FrameReading.Pixel(frame, width / 2, height / 2), 12);
        });

        Assert.Equal((clockwise, width, height), (source.Info.Rotation, source.Info.Width, source.Info.Height));
    }

    [Theory]
    [InlineData("4/3", 96, 64)]
    [InlineData("1/2", 72, 128)]
    public async Task Pixels_are_made_square_by_enlarging(string aspect, int width, int height)
    {
        string path = clips.Make(
            $"aspect{aspect.Replace('/', '-')}.mp4", "-f", "lavfi", "-i", $"testsrc2=s=72x64:r=10:d=0.5,setsar={aspect}", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        await FrameReading.TimesAsync(source, frame => Assert.Equal((width, height), (frame.Width, frame.Height)));

        Assert.Equal((width, height), (source.Info.Width, source.Info.Height));
    }

    [Theory]
    [InlineData("ten-bit.mkv", "libx264", 160, 90, "yuv420p10le", "tv")]
    [InlineData("full.mkv", "libx264", 160, 90, "yuvj420p", "pc")]
    [InlineData("four.mkv", "libx264", 33, 17, "yuv444p", "tv")]
    public async Task Colours_are_right_whatever_the_coding(string name, string coder, int width, int height, string pixels, string range)
    {
        string path = clips.Make(
            name, "-f", "lavfi", "-i", $"color=0xC86432:s={width}x{height}:r=10:d=0.5,format=gbrp,scale=out_color_matrix=bt709:out_range={range},format={pixels}",
            "-c:v", coder, "-crf", "1", "-colorspace", "bt709", "-color_range", range);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path, new FrameSourceOptions { Format = PixelFormat.Bgr32 });

        List<MediaTime> times = await FrameReading.TimesAsync(source, frame =>
        {
            Assert.Equal((width, height, width * 4), (frame.Width, frame.Height, frame.Stride));
            foreach ((int x, int y) in new[] { (0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1), (width / 2, height / 2) })
            {
                FrameReading.AssertColour((0x32, 0x64, 0xC8), FrameReading.Pixel(frame, x, y), 6);
            }
        });

        Assert.Equal(5, times.Count);
    }

    [Fact]
    public async Task An_odd_size_is_read_to_the_last_pixel()
    {
        // The generator makes 4:2:0 with BT.601 itself; converting from RGB would blur the last column.
        string path = clips.Make(
            "odd.mkv", "-f", "lavfi", "-i", "color=0xC86432:s=162x92:r=10:d=0.5,format=yuv420p,crop=161:91:0:0:exact=1", "-c:v", "ffv1", "-colorspace", "smpte170m", "-color_range", "tv");
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source, frame =>
        {
            Assert.Equal((161, 91, 161 * 3), (frame.Width, frame.Height, frame.Stride));
            for (int i = 0; i < 161 * 91; i++)
            {
                FrameReading.AssertColour((0x32, 0x64, 0xC8), FrameReading.Pixel(frame, i % 161, i / 161), 6);
            }
        });

        Assert.Equal(5, times.Count);
    }

    [Theory]
    [InlineData("vfr.mp4")]
    [InlineData("vfr.ts")]
    public async Task An_excerpt_keeps_the_times_of_the_whole(string name)
    {
        string path = clips.VariableRate(name);
        List<MediaTime> all = Clips.ProbedTimes(path);
        double from = all[10].Seconds - 0.001, to = all[20].Seconds - 0.001;
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path, new FrameSourceOptions { FromSeconds = from, ToSeconds = to });

        Assert.Equal(all[10..20], await FrameReading.TimesAsync(source));
    }

    [Fact]
    public async Task A_clock_that_starts_late_and_jumps_back_still_ascends()
    {
        string first = clips.VariableRate("vfr.ts"), path = clips.PathOf("jump.ts");
        byte[] bytes = await File.ReadAllBytesAsync(first);
        await File.WriteAllBytesAsync(path, [.. bytes, .. bytes]);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        List<MediaTime> once = Clips.ProbedTimes(first);
        Assert.Equal(once, times[..once.Count]);
        Assert.Equal(once.Count * 2, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.InRange(times[^1].Seconds - times[0].Seconds, 2 * (once[^1].Seconds - once[0].Seconds), (2 * (once[^1].Seconds - once[0].Seconds)) + 0.5);
    }

    [Fact]
    public async Task Times_that_do_not_ascend_are_moved_by_as_little_as_possible_with_a_warning()
    {
        string path = clips.Make(
            "repeats.mkv", "-f", "lavfi", "-i", "testsrc2=s=72x64:r=10:d=2", "-c:v", "mjpeg",
            "-bsf:v", @"setts=ts=if(gte(N\,10)\,(N-3)*100\,N*100):time_base=1/1000");
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        Assert.Equal(
            [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 901, 902, 903, 1000, 1100, 1200, 1300, 1400, 1500, 1600],
            times.Select(time => time.Rescale(new Rational(1, 1000)).Ticks));
        Assert.Contains("do not ascend", Assert.Single(source.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pixels_go_back_to_the_pool()
    {
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(clips.Plain());
        var buffers = new HashSet<byte[]>();

        await FrameReading.TimesAsync(source, frame =>
        {
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(frame.Pixels, out ArraySegment<byte> pixels));
            buffers.Add(pixels.Array!);
        });

        Assert.InRange(buffers.Count, 1, 2);
    }
}
