using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.Media.Nut;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class NutTests(Clips clips)
{
    private static readonly NutVideoStream Video = new(6, 5, new Rational(1, 90_000), NutVideoStream.Bgr24);

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen<(long Pts, byte[] Pixels)[]> frames =
            from steps in Gen.Choose(1, int.MaxValue).ArrayOf()
            from fill in Gen.Choose(0, 255)
            select steps.Select((step, number) => (steps.Take(number + 1).Sum(value => (long)value) - steps[0], Pixels((byte)(fill + number), 90))).ToArray();

        Check.QuickThrowOnFailure(Prop.ForAll(frames.ToArbitrary(), ComesBack));
    }

    [Fact]
    public async Task Ffmpeg_reads_what_is_written()
    {
        (long Pts, byte[] Pixels)[] frames = [(0, Pixels(10, 90)), (7, Pixels(20, 90)), (90_001, Pixels(30, 90)), (5_000_000_000, Pixels(40, 90))];
        string path = clips.PathOf("written.nut"), raw = clips.PathOf("written.raw");
        await using (FileStream file = File.Create(path))
        {
            await WriteAsync(file, Video, frames);
        }

        Assert.Equal(frames.Select(frame => frame.Pts), Clips.ProbedTimes(path).Select(time => time.Rescale(Video.TimeBase).Ticks));
        Assert.Equal(("6", "5", "bgr24"), Clips.ProbedStream(path, "v:0") is var stream ? (stream["width"], stream["height"], stream["pix_fmt"]) : default);
        Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-err_detect", "crccheck+explode", "-y", "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", raw);
        Assert.Equal(frames.SelectMany(frame => frame.Pixels), await File.ReadAllBytesAsync(raw));
    }

    [Theory]
    [InlineData("2x2", "bgr24")] // small frames use short headers and leave out their first bytes
    [InlineData("64x48", "bgr24")]
    [InlineData("64x48", "bgr0")]
    public async Task What_ffmpeg_writes_is_read(string size, string pixels)
    {
        string path = clips.Make(
            $"ffmpeg{size}{pixels}.nut", "-f", "lavfi", "-i", $"testsrc2=s={size}:r=30:d=3", "-vf", "select='not(mod(n*n,7))',settb=1/90000",
            "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-c:v", "rawvideo", "-pix_fmt", pixels, "-f", "nut");
        string raw = clips.Make($"ffmpeg{size}{pixels}.raw", "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo");
        await using FileStream file = File.OpenRead(path);

        (NutVideoStream? video, List<(long Pts, byte[] Pixels)> frames, bool complete) = await ReadAsync(file);

        Assert.True(complete);
        Assert.Equal(pixels == "bgr24" ? NutVideoStream.Bgr24 : NutVideoStream.Bgr32, video!.FourCc);
        Assert.Equal(Clips.ProbedTimes(path), frames.Select(frame => new MediaTime(frame.Pts, video.TimeBase)));
        Assert.Equal(await File.ReadAllBytesAsync(raw), frames.SelectMany(frame => frame.Pixels));
    }

    [Fact]
    public void Damaged_bytes_end_in_a_format_error_or_an_early_end_and_nothing_else()
    {
        byte[] good = Written([(0, Pixels(1, 90)), (10, Pixels(2, 90)), (20, Pixels(3, 90))]);
        Gen<(int At, int Value, int Length)> damage =
            from at in Gen.Choose(0, good.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Choose(at, good.Length)
            select (at, value, length);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(damage.ToArbitrary(), change =>
        {
            byte[] bad = [.. good];
            bad[change.At] = (byte)change.Value;
            return IsReadOrRefused(bad[..change.Length]);
        }));
    }

    private static bool ComesBack((long Pts, byte[] Pixels)[] written)
    {
        (NutVideoStream? video, List<(long Pts, byte[] Pixels)> read, bool complete) = Finished(ReadAsync(new MemoryStream(Written(written))));
        return video == Video && complete && read.Count == written.Length
            && read.Zip(written).All(pair => pair.First.Pts == pair.Second.Pts && pair.First.Pixels.AsSpan().SequenceEqual(pair.Second.Pixels));
    }

    private static bool IsReadOrRefused(byte[] bytes)
    {
        try
        {
            return Finished(ReadAsync(new MemoryStream(bytes))).Frames.Count <= 4;
        }
        catch (NutFormatException)
        {
            return true;
        }
    }

    private static byte[] Written((long Pts, byte[] Pixels)[] frames)
    {
        var stream = new MemoryStream();
        Assert.True(WriteAsync(stream, Video, frames).IsCompletedSuccessfully);
        return stream.ToArray();
    }

    /// <summary>The result of work on a stream in memory, which never waits.</summary>
    private static T Finished<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It waited.");

    private static byte[] Pixels(byte value, int count) => [.. Enumerable.Range(0, count).Select(number => (byte)(value + number))];

    private static async Task WriteAsync(Stream stream, NutVideoStream video, (long Pts, byte[] Pixels)[] frames)
    {
        var writer = new NutWriter(stream, video);
        await writer.WriteHeadersAsync(CancellationToken.None);
        foreach ((long pts, byte[] pixels) in frames)
        {
            await writer.WriteFrameAsync(pts, pixels, CancellationToken.None);
        }
    }

    private static async Task<(NutVideoStream? Video, List<(long Pts, byte[] Pixels)> Frames, bool Complete)> ReadAsync(Stream stream)
    {
        var reader = new NutReader(stream);
        NutVideoStream? video = await reader.ReadHeadersAsync(CancellationToken.None);
        List<(long, byte[])> frames = [];
        while (video is not null && await reader.ReadFrameHeaderAsync(CancellationToken.None) is { } header)
        {
            var pixels = new byte[Math.Min(header.Size, 1 << 20)];
            if (!await reader.ReadPixelsAsync(pixels, CancellationToken.None))
            {
                return (video, frames, false);
            }

            frames.Add((header.Pts, pixels));
        }

        return (video, frames, video is not null);
    }
}
