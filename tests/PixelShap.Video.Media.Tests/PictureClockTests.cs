using System.Globalization;
using PixelShap.Testing;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Tests;

/// <summary>Clocks that FFmpeg draws into moving pictures, as cameras do, read by Tesseract itself.</summary>
[Collection(nameof(Clips))]
public sealed class PictureClockTests : IDisposable
{
    private static readonly DateTime s_begin = new(2026, 11, 21, 14, 32, 7);
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-clock-").FullName;

    public PictureClockTests() => Environment.SetEnvironmentVariable(PictureClock.Variable, null);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PictureClock.Variable, "");
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("%Y-%m-%d %H\\\\:%M\\\\:%S", "x=20:y=12:fontsize=28:fontcolor=white:borderw=2")]
    [InlineData("CAM A119 %d/%m/%Y %H\\\\:%M\\\\:%S 45 km/h", "x=w-tw-30:y=h-th-14:fontsize=26:fontcolor=yellow")]
    public async Task A_clock_in_the_pictures_dates_a_clip_that_says_nothing_else(string format, string style)
    {
        string path = Drawn(format, style, new DateTimeOffset(s_begin, TimeSpan.Zero));
        ClipFacts facts = await ClipFactsProbe.ReadAsync(path, CancellationToken.None);

        Assert.Equal((TimeOrigin.Picture, false), (facts.RecordedAtSource, facts.IsZoneKnown));
        Assert.Equal(0, (facts.RecordedAt!.Value.DateTime - s_begin).TotalSeconds, facts.RecordedAtUncertaintySeconds!.Value);
        Assert.InRange(facts.RecordedAtUncertaintySeconds.Value, 0.5, 1);

        ClipFacts zoned = await ClipFactsProbe.ReadAsync(path, CancellationToken.None, given: RecordingTime.Parse("", "+02:00"));
        Assert.Equal((true, TimeSpan.FromHours(2)), (zoned.IsZoneKnown, zoned.RecordedAt!.Value.Offset));
    }

    [Fact]
    public async Task A_time_that_stands_still_and_a_day_that_may_be_a_month_date_nothing()
    {
        ClipFacts title = await ClipFactsProbe.ReadAsync(Drawn("2026-11-21 14\\\\:32\\\\:07", "x=20:y=12:fontsize=28:fontcolor=white:borderw=2", null), CancellationToken.None);
        Assert.Equal((null, ""), (title.RecordedAt, title.RecordedAtSource));

        ClipFacts unsure = await ClipFactsProbe.ReadAsync(
            Drawn("%d/%m/%Y %H\\\\:%M\\\\:%S", "x=20:y=12:fontsize=28:fontcolor=white:borderw=2", new DateTimeOffset(2026, 4, 3, 7, 0, 0, TimeSpan.Zero)), CancellationToken.None);
        Assert.Null(unsure.RecordedAt);
        Assert.Matches("^2026-0[34]-0[34] (06:59:59|07:00:00)$", unsure.UnreadClock!);
    }

    [Fact]
    public async Task Pictures_without_a_clock_have_none()
    {
        string? tesseract = PictureClock.Locate();
        Assert.NotNull(tesseract);
        Assert.Null(await PictureClock.ReadAsync(Samples.Street, 0, 8, FfmpegTools.Locate(), tesseract, CancellationToken.None));
    }

    [Theory]
    [InlineData("2026-11-21 14:32:07", "2026-11-21 14:32:07")]
    [InlineData("2026/11/21 02.32.07 PM", "2026-11-21 14:32:07")]
    [InlineData("BLACK 21.11.2026 14:32:O7 N 52 E 13", "2026-11-21 14:32:07")]
    [InlineData("14:32:07 11/21/2026", "2026-11-21 14:32:07")]
    [InlineData("12:00:01 AM 11/21/2026", "2026-11-21 00:00:01")]
    [InlineData("03/04/2026 07:00:00", "2026-04-03 07:00:00|2026-03-04 07:00:00")]
    [InlineData("2026-02-30 14:32:07", "")]
    [InlineData("2026-11-21 25:32:07", "")]
    [InlineData("2026-11-21", "")]
    [InlineData("12026-11-21 14:32:07", "")]
    [InlineData("80 km/h 192.168.1.20 14:32:07", "")]
    public void Texts_are_read_as_people_read_them(string text, string times) => Assert.Equal(
        times, string.Join('|', ClockText.Times(text).Select(time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))));

    [Fact]
    public void Moments_narrow_the_second_and_outvote_what_was_misread()
    {
        // The true second 0 is 14:32:06.7.
        DateTime zero = s_begin.AddSeconds(-0.3);
        (double At, IReadOnlyList<DateTime> Times)[] readings =
        [
            .. Enumerable.Range(0, 6).Select(i => (At: i * 1.58, Times: (IReadOnlyList<DateTime>)[new DateTime(zero.AddSeconds(i * 1.58).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond)])),
        ];
        readings[2] = (readings[2].At, [readings[2].Times[0].AddYears(3)]);
        readings[4] = (readings[4].At, []);

        PictureTime found = PictureClock.Agreed(readings)!;
        Assert.Equal(0, (found.Zero - zero).TotalSeconds, 0.5);
        Assert.Equal((0.5, false), (found.Uncertainty, found.IsDayUnsure));
        Assert.Null(PictureClock.Agreed(readings[..2]));
    }

    /// <summary>Nine seconds of the sample street with a text; a time in it runs.</summary>
    private string Drawn(string format, string style, DateTimeOffset? begin)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N")[..6].Replace('0', 'a') + "x.mp4");
        string text = begin is { } at ? $"%{{pts\\:gmtime\\:{at.ToUnixTimeSeconds()}\\:{format.Replace("\\\\:", "\\\\\\:", StringComparison.Ordinal)}}}" : format.Replace("\\\\:", "\\:", StringComparison.Ordinal);
        Clips.Run("ffmpeg", "-v", "error", "-stream_loop", "2", "-i", Samples.Street, "-t", "9", "-an", "-vf", $"scale=1280:720,drawtext=text='{text}':{style}", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-map_metadata", "-1", path);
        return path;
    }
}
