using PixelShap.Video.Clips;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Names;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>Which time it is, and who says so.</summary>
[Collection(nameof(Clips))]
public sealed class RecordingTimeTests(Clips clips)
{
    private static readonly string[] s_picture = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=3", "-c:v", "libx264", "-pix_fmt", "yuv420p"];

    [Fact]
    public async Task The_time_at_which_a_file_was_created_is_never_the_time_of_recording()
    {
        string clip = clips.Make("created.mp4", [.. s_picture, "-metadata", "creation_time=2020-01-01T00:00:00Z"]);
        Assert.Null((await ClipFactsProbe.ReadAsync(clip, CancellationToken.None)).RecordedAt);

        string named = clips.Make("20261121_143207_NF.mp4", [.. s_picture, "-metadata", "creation_time=2020-01-01T00:00:00Z"]);
        ClipFacts facts = await ClipFactsProbe.ReadAsync(named, CancellationToken.None);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 14, 32, 7, TimeSpan.Zero), facts.RecordedAt);
        Assert.Equal(("name", false, "BlackVue"), (facts.RecordedAtSource, facts.IsZoneKnown, facts.Device));
        Assert.Equivalent(facts, ClipFactsJson.Read(ClipFactsJson.Write(facts)));
    }

    [Fact]
    public async Task What_the_user_says_comes_first_and_a_zone_alone_completes_the_camera_s_clock()
    {
        string clip = clips.Make("20261121_143207_NF.mp4", [.. s_picture, "-metadata", "creation_time=2020-01-01T00:00:00Z"]);

        ClipFacts zoned = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None, null, RecordingTime.Parse("", "Europe/Berlin"));
        Assert.Equal((new DateTimeOffset(2026, 11, 21, 14, 32, 7, TimeSpan.FromHours(1)), "name", true), (zoned.RecordedAt!.Value, zoned.RecordedAtSource, zoned.IsZoneKnown));
        Assert.Equal(TimeSpan.FromHours(1), zoned.RecordedAt.Value.Offset);

        ClipFacts given = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None, null, RecordingTime.Parse("2026-11-21 10:00:00-08:00", ""));
        Assert.Equal((new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(-8)), "given", true), (given.RecordedAt!.Value, given.RecordedAtSource, given.IsZoneKnown));
    }

    [Fact]
    public async Task Satellites_say_the_time_and_the_name_of_the_file_the_zone_and_how_wrong_the_camera_s_clock_is()
    {
        string clip = clips.Make("20261121_153210_NF.mp4", s_picture);
        await File.WriteAllLinesAsync(
            Path.ChangeExtension(clip, null)[..^1] + ".gps", Enumerable.Range(0, 3).Select(i => $"[{1_795_271_527_000 + (i * 1000)}]{SyntheticTelemetry.Rmc((uint)i)}"));

        ClipFacts facts = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None);

        Assert.Equal(("gps", 3.0, 3), (facts.RecordedAtSource, facts.CameraClockErrorSeconds!.Value, facts.Fixes.Count));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 15, 32, 7, TimeSpan.FromHours(1)), facts.RecordedAt);
        Assert.Equal(TimeSpan.FromHours(1), facts.RecordedAt!.Value.Offset);
        Assert.Equal("BlackVue NMEA in 20261121_153210_N.gps", facts.FixesSource);
    }

    [Theory]
    [InlineData("tomorrow", "", "--time")]
    [InlineData("2026-13-01T00:00:00", "", "--time")]
    [InlineData("2026-11-21T14:32:07+99:00", "", "--time")]
    [InlineData("", "Middle/Earth", "--zone")]
    [InlineData("", "+15:00", "--zone")]
    public void What_is_no_time_or_zone_is_refused(string time, string zone, string option)
    {
        var error = Assert.Throws<PixelShapException>(() => RecordingTime.Parse(time, zone));
        Assert.StartsWith(option, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Theory]
    [InlineData("GX010042.MP4", "GoPro", "", null, 1L)]
    [InlineData("GHAB0001.MP4", "GoPro", "", null, 2L)]
    [InlineData("GOPR0042.MP4", "GoPro", "", null, null)]
    [InlineData("GP030042.MP4", "GoPro", "", null, 3L)]
    [InlineData("2026_1121_143207_003PF.MP4", "Viofo", "front", "2026-11-21T14:32:07", 3L)]
    [InlineData("2026_1121_143207_0003R.MP4", "Viofo", "rear", "2026-11-21T14:32:07", 3L)]
    [InlineData("20261121_143207_NR.mp4", "BlackVue", "rear", "2026-11-21T14:32:07", null)]
    [InlineData("EV20261121-143207-000012I.MP4", "70mai", "cabin", "2026-11-21T14:32:07", 12L)]
    [InlineData("20261121_143207_0012_N_A.MP4", "Vantrue", "front", "2026-11-21T14:32:07", 12L)]
    [InlineData("REC_2026_11_21_14_32_07_F.MP4", "Thinkware", "front", "2026-11-21T14:32:07", null)]
    [InlineData("261121_143207_012_FH.MP4", "Nextbase", "front", "2026-11-21T14:32:07", 12L)]
    [InlineData("2026-11-21_14-32-07-left_repeater.mp4", "Tesla", "left repeater", "2026-11-21T14:32:07", null)]
    [InlineData("GRMN0123.MP4", "Garmin", "", null, 123L)]
    [InlineData("a2a0ccea32023010|2026-11-21--14-32-07--3/qcamera.ts", "comma.ai", "front", "2026-11-21T14:32:07", 3L)]
    [InlineData("clip_0007.mp4", "", "", null, 7L)]
    [InlineData("dashcam 2026-11-21 14.32.07 rear.mp4", "", "rear", "2026-11-21T14:32:07", null)]
    [InlineData("19993399_999999_NF.mp4", "", "", null, null)]
    public void Names_of_the_usual_cameras_say_maker_view_time_and_number(string name, string maker, string view, string? time, long? number)
    {
        CameraName read = CameraName.Of(name);
        Assert.Equal((maker, view, time, number), (read.Maker, read.View, read.LocalTime?.ToString("s"), read.Number));
    }
}
