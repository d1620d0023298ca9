using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class DamagedFileTests(Clips clips)
{
    [Theory]
    [InlineData("whole.mp4", "-movflags", "faststart")]
    [InlineData("pieces.mp4", "-movflags", "frag_keyframe+empty_moov")]
    [InlineData("whole.mkv", "-f", "matroska")]
    public async Task What_a_file_cut_off_in_the_middle_still_holds_is_delivered_with_a_warning(string name, params string[] options)
    {
        string whole = clips.Make(name, ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=30:d=6", "-c:v", "libx264", "-g", "15", "-bf", "0", "-pix_fmt", "yuv420p", .. options]);
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        string path = clips.PathOf("cut-" + name);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)]);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        List<MediaTime> expected = Clips.ProbedTimes(whole);
        Assert.InRange(times.Count, 30, 150);
        Assert.Equal(expected[..(times.Count - 1)], times[..^1]);
        Assert.Contains("ends early", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Equal(times.Count / 30.0, source.Recovery!.RecoveredSeconds, 0.05);

        // A file in pieces promises no more than the pieces that it has.
        Assert.Equal(name == "pieces.mp4" ? 3.5 : 6, source.Recovery.PromisedSeconds!.Value, 0.05);
    }

    [Fact]
    public async Task A_transport_stream_cut_off_anywhere_is_read_to_its_end()
    {
        byte[] bytes = await File.ReadAllBytesAsync(clips.VariableRate("vfr.ts"));
        string path = clips.PathOf("cut.ts");
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)]);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        Assert.InRange((await FrameReading.TimesAsync(source)).Count, 10, 60);
    }

    [Fact]
    public async Task Damage_in_the_middle_costs_pictures_but_not_the_run()
    {
        string whole = clips.Plain(), path = clips.PathOf("scratched.mp4");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        int data = bytes.AsSpan().IndexOf("mdat"u8);
        new Random(3).NextBytes(bytes.AsSpan(data + ((bytes.Length - data) / 2), 4000));
        await File.WriteAllBytesAsync(path, bytes);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        Assert.InRange(times.Count, 50, 60);
        Assert.Contains("is damaged", Assert.Single(source.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_an_index_and_no_pictures_is_an_input_error()
    {
        byte[] bytes = await File.ReadAllBytesAsync(clips.Plain());
        string path = clips.PathOf("index-only.mp4");
        await File.WriteAllBytesAsync(path, bytes[..(bytes.AsSpan().IndexOf("mdat"u8) + 8)]);

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(async () =>
        {
            await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);
            await FrameReading.TimesAsync(source);
        });

        Assert.Equal(ExitCode.Input, error.ExitCode);
    }

    [Fact]
    public async Task Pictures_are_found_in_an_mp4_that_lost_its_index_if_the_camera_repeats_its_parameters()
    {
        // The index of such a file stands at its end, and sound lies between the pictures.
        string whole = clips.Make(
            "camera.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=6", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=6",
            "-c:v", "libx264", "-g", "25", "-x264-params", "repeat-headers=1", "-pix_fmt", "yuv420p", "-c:a", "aac", "-flags:v", "-global_header");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        string path = clips.PathOf("powerless.mp4");
        await File.WriteAllBytesAsync(path, bytes[..(bytes.AsSpan().LastIndexOf("moov"u8) * 2 / 3)]);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);

        List<MediaTime> times = await FrameReading.TimesAsync(source);

        Assert.InRange(times.Count, 80, 120);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(0.04, pair.Second.Seconds - pair.First.Seconds, 0.0005));
        Assert.Equal(times.Count / 25.0, source.Recovery!.RecoveredSeconds, 0.05);
        Assert.Null(source.Recovery.PromisedSeconds);
        Assert.Contains("before its index", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Null((await ClipFactsProbe.ReadAsync(path, CancellationToken.None)).RecordedAt);

        await using FfmpegFrameSource said = await FrameReading.OpenAsync(path, new FrameSourceOptions { FrameRate = 10 });
        List<MediaTime> slower = await FrameReading.TimesAsync(said);
        Assert.Equal(0.1, slower[1].Seconds - slower[0].Seconds, 0.0005);
    }
}
