using System.Globalization;
using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Telemetry;
using PixelShap.Video.Media.Telemetry.Boxes;
using PixelShap.Video.Media.Telemetry.GoPro;
using PixelShap.Video.Media.Telemetry.Mp4;
using PixelShap.Video.Media.Telemetry.Sidecars;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>Every sample whose positions the truth names: that was made by other readers (exiftool and small ones in Python), so it agrees for no reason but the layout.</summary>
public sealed class SampleTruthTests
{
    private const string Samples = "data/samples";
    private static readonly Lazy<JsonElement> s_truth = new(() => JsonDocument.Parse(File.ReadAllText(SharedData.Path(Samples + "/truth.json"))).RootElement);

    /// <summary>What is held against the truth, by the sample or the samples of one maker.</summary>
    private static readonly Dictionary<string, Action> s_checks = new(StringComparer.Ordinal)
    {
        ["gpmf/hero5.raw"] = () => GoPro("gpmf/hero5.raw", "GPS5"),
        ["gpmf/hero6.raw"] = () => GoPro("gpmf/hero6.raw", "GPS5"),
        ["gpmf/hero5-trimmed.mp4"] = () => GoPro("gpmf/hero5-trimmed.mp4", "GPS5"),
        ["gpmf/hero6-trimmed.mp4"] = () => GoPro("gpmf/hero6-trimmed.mp4", "GPS5"),
        ["copyleft/gpmf/hero05.bin"] = () => GoPro("copyleft/gpmf/hero05.bin", "GPS5"),
        ["copyleft/gpmf/hero07.bin"] = () => GoPro("copyleft/gpmf/hero07.bin", "GPS5"),
        ["copyleft/gpmf/hero11.bin"] = () => GoPro("copyleft/gpmf/hero11.bin", "GPS9"),
        ["A drone has its places in another stream"] = A_drone_has_its_places_in_another_stream,
        ["copyleft/dashcam/2e-drive-730.mp4"] = () => Novatek("copyleft/dashcam/2e-drive-730.mp4"),
        ["copyleft/dashcam/viofo-a119-mini2-coldstart.mp4"] = () => Novatek("copyleft/dashcam/viofo-a119-mini2-coldstart.mp4"),
        ["Novatek with sentences and without a clock"] = Novatek_with_sentences_and_without_a_clock,
        ["copyleft/dashcam/neoline-spectrum-front.mp4"] = () => SigmaStar("copyleft/dashcam/neoline-spectrum-front.mp4"),
        ["copyleft/dashcam/neoline-spectrum-front-good-signal.mp4"] = () => SigmaStar("copyleft/dashcam/neoline-spectrum-front-good-signal.mp4"),
        ["copyleft/dashcam/blackvue-real.gps"] = () => Nmea("copyleft/dashcam/blackvue-real.gps", ".gps", "nmea"),
        ["copyleft/dashcam/mivue-real.NMEA"] = () => Nmea("copyleft/dashcam/mivue-real.NMEA", ".nmea", "nmea"),
        ["sidecar/nmea/NmeaSampleData.first200k.txt"] = () => Nmea("sidecar/nmea/NmeaSampleData.first200k.txt", ".nmea", "nmea"),
        ["Thinkware"] = Thinkware,
        ["Boxes of makers"] = Boxes_of_makers,
        ["Logs of 70mai are eight hours early"] = Logs_of_70mai_are_eight_hours_early,
        ["dji_mini4pro.SRT"] = () => Drones("dji_mini4pro.SRT", 59.0, 18.0, 59.0001, 18.0001),
        ["dji_air3S.SRT"] = () => Drones("dji_air3S.SRT", 34.270373, -84.17616, null, null),
        ["dji_neo2.SRT"] = () => Drones("dji_neo2.SRT", 45.607181, 13.75386, null, null),
        ["dji_Avata360.SRT"] = () => Drones("dji_Avata360.SRT", 53.36508, 6.460739, null, null),
        ["mavic_mini.SRT"] = () => Drones("mavic_mini.SRT", 48.0771, -121.7458, 48.0775, -121.7476),
        ["mavic_air.SRT"] = () => Drones("mavic_air.SRT", null, null, null, null),
        ["old_format.SRT"] = () => Drones("old_format.SRT", -20.2533, 149.0251, -20.2532, 149.0251),
        ["mavic_pro_buggy.SRT"] = () => Drones("mavic_pro_buggy.SRT", 42.4668, -1.2218, null, null),
        ["broken_empty.SRT"] = () => Drones("broken_empty.SRT", null, null, null, null),
        ["broken_incomplete.SRT"] = () => Drones("broken_incomplete.SRT", -34.7383, -58.4563, -34.7383, -58.4563),
        ["p4p_sample.SRT"] = () => Drones("p4p_sample.SRT", 47.4692, 8.209, null, null),
        ["Gpx"] = Gpx,
        ["copyleft/dashcam/carcam-4ch-front.mp4"] = () => What_cannot_be_read_is_refused_in_one_sentence("copyleft/dashcam/carcam-4ch-front.mp4", "enciphered"),
        ["copyleft/dashcam/synthetic-wolfbox-a.mp4"] = () => What_cannot_be_read_is_refused_in_one_sentence("copyleft/dashcam/synthetic-wolfbox-a.mp4", "does not hold GPMF"),
        ["Points without a fix are dropped whatever they say and counted"] = Points_without_a_fix_are_dropped_whatever_they_say_and_counted,
        ["copyleft/dashcam/70mai-multichannel"] = () => A_real_layout_of_three_views_is_one_drive().GetAwaiter().GetResult(),
        ["Broken files end in points or one sentence"] = Broken_files_end_in_points_or_one_sentence,
    };

    public static TheoryData<string> Checks => [.. s_checks.Keys];

    [SharedDataTheory(Samples + "/truth.json", Samples + "/dashcam/70mai-tiny")]
    [MemberData(nameof(Checks))]
    public void Agrees_with_the_truth(string sample) => s_checks[sample]();

    private static string PathOf(string sample) => SharedData.Path($"{Samples}/{sample}");

    private static JsonElement Truth(string sample, string kind) => s_truth.Value.GetProperty(sample).GetProperty(kind);

    private static RawTelemetry Embedded(string sample)
    {
        using FileStream stream = File.OpenRead(PathOf(sample));
        return Assert.Single(TelemetryReaders.Embedded(Mp4Tree.Open(stream)!));
    }

    private static void GoPro(string sample, string stream)
    {
        // A bare file is one payload; each device in it is a second and a bit.
        RawTelemetry telemetry = sample.EndsWith("mp4", StringComparison.Ordinal)
            ? Embedded(sample)
            : GpmfReader.Read(GpmfItem.In(File.ReadAllBytes(PathOf(sample))).Select((item, i) => new GpmfPayload(i * 1.001, 1.001, SyntheticTelemetry.Nest("DEVC", item.Data.ToArray()))));
        JsonElement truth = Truth(sample, "gpmf").GetProperty(stream);

        Assert.Equal(truth.GetProperty("points").GetInt32(), telemetry.Points.Count);
        Assert.Equal(truth.GetProperty("points_with_fix").GetInt32(), telemetry.Points.Count(point => point.HasFix));
        foreach ((string name, GpsFix fix) in Ends(telemetry))
        {
            JsonElement point = truth.GetProperty(name);
            Same(point.GetProperty("lat").GetDouble(), point.GetProperty("lon").GetDouble(), point.GetProperty("speed2d_mps").GetDouble() * 3.6, fix);
            Assert.Equal(point.GetProperty("alt_m").GetDouble(), fix.AltitudeMetres!.Value, 1e-3);
        }

        if (stream == "GPS9")
        {
            SameTime(DateTimeOffset.Parse(truth.GetProperty("first_utc").GetString() + "Z", CultureInfo.InvariantCulture), telemetry.Points[0].Fix);
            SameTime(DateTimeOffset.Parse(truth.GetProperty("last_utc").GetString() + "Z", CultureInfo.InvariantCulture), telemetry.Points[^1].Fix);
        }
        else
        {
            // The truth names the clock of the first and of the last payload, which is that of their first rows.
            int lastRows = truth.GetProperty("points_per_block").EnumerateArray().Select(rows => rows.GetInt32()).Max() + 1;
            SameTime(Gpsu(truth, "first_gpsu"), telemetry.Points[0].Fix);
            Assert.Contains(telemetry.Points.TakeLast(lastRows), point => Math.Abs((point.Fix.Time!.Value - Gpsu(truth, "last_gpsu")).TotalMilliseconds) <= 50);
        }
    }

    private static void A_drone_has_its_places_in_another_stream()
    {
        RawTelemetry telemetry = Embedded("gpmf/karma.mp4");

        Assert.Equal(47, telemetry.Points.Count);
        Assert.Equal((33.1253688, -117.3310668, 15.711), (Math.Round(telemetry.Points[0].Fix.Latitude, 7), Math.Round(telemetry.Points[0].Fix.Longitude, 7), telemetry.Points[0].Fix.AltitudeMetres!.Value));
        Assert.Equal(Math.Sqrt((0.88 * 0.88) + (0.75 * 0.75)), telemetry.Points[0].Fix.SpeedMetresPerSecond!.Value, 1e-6);
        Assert.Equal(331.56, telemetry.Points[0].Fix.HeadingDegrees!.Value, 1e-6);
        Assert.InRange(telemetry.Points[^1].Fix.Seconds, 11, 12.079);
    }

    private static void Novatek(string sample)
    {
        RawTelemetry telemetry = Embedded(sample);
        JsonElement truth = Truth(sample, "freegps");

        Counts(truth, telemetry);
        foreach ((string name, GpsFix fix) in Ends(telemetry))
        {
            JsonElement point = truth.GetProperty(name);
            SameTime(DateTimeOffset.Parse(point.GetProperty("time").GetString() + "Z", CultureInfo.InvariantCulture), fix);
            Same(point.GetProperty("lat").GetDouble(), point.GetProperty("lon").GetDouble(), point.GetProperty("speed_kn").GetDouble() * 1.852, fix);
            Assert.Equal(point.GetProperty("course").GetDouble(), fix.HeadingDegrees!.Value, 0.01);
        }
    }

    private static void Novatek_with_sentences_and_without_a_clock()
    {
        RawTelemetry vantrue = Embedded("copyleft/dashcam/vantrue-n2x.mp4");
        Counts(Truth("copyleft/dashcam/vantrue-n2x.mp4", "freegps"), vantrue);
        Same(50, 30, 18.52, vantrue.Points[0].Fix);
        Same(50.0002, 30.0002, 18.52, vantrue.Points[^1].Fix);
        SameTime(new DateTimeOffset(2025, 6, 7, 18, 6, 17, TimeSpan.Zero), vantrue.Points[0].Fix);

        RawTelemetry mai = Embedded("copyleft/dashcam/70mai-embedded-real.mp4");
        JsonElement truth = Truth("copyleft/dashcam/70mai-embedded-real.mp4", "freegps");
        Counts(truth, mai);
        foreach ((string name, GpsFix fix) in Ends(mai))
        {
            Same(truth.GetProperty(name).GetProperty("lat").GetDouble(), truth.GetProperty(name).GetProperty("lon").GetDouble(), null, fix);
            Assert.Equal(truth.GetProperty(name).GetProperty("heading").GetDouble(), fix.HeadingDegrees!.Value);
        }
    }

    private static void SigmaStar(string sample)
    {
        RawTelemetry telemetry = Embedded(sample);
        JsonElement truth = Truth(sample, "ssmd");
        RawPoint[] fixes = [.. telemetry.Points.Where(point => point.HasFix)];

        Assert.Equal((truth.GetProperty("records").GetInt32(), truth.GetProperty("fix").GetInt32()), (telemetry.Points.Count, fixes.Length));
        foreach ((string name, RawPoint point) in (ReadOnlySpan<(string, RawPoint)>)[("first_fix", fixes[0]), ("last_fix", fixes[^1])])
        {
            JsonElement row = truth.GetProperty(name);
            Same(row.GetProperty("lat").GetDouble(), row.GetProperty("lon").GetDouble(), row.GetProperty("speed_kmh").GetDouble(), point.Fix);
            Assert.Equal((row.GetProperty("day").GetInt32(), TimeSpan.Parse(row.GetProperty("hms").GetString()!, CultureInfo.InvariantCulture)), point.Clock!.Value);
            Assert.Equal((row.GetProperty("alt").GetDouble(), row.GetProperty("course").GetDouble()), (point.Fix.AltitudeMetres!.Value, point.Fix.HeadingDegrees!.Value));
        }
    }

    private static void Nmea(string sample, string ending, string kind)
    {
        RawTelemetry telemetry = SidecarFiles.ReadFile(PathOf(sample), ending)!;
        JsonElement truth = Truth(sample, kind);

        Assert.Equal((truth.GetProperty("rmc").GetInt32(), truth.GetProperty("rmc_A").GetInt32()), (telemetry.Points.Count, telemetry.Points.Count(point => point.HasFix)));
        foreach ((string name, GpsFix fix) in Ends(telemetry))
        {
            Sentence(truth.GetProperty(name), fix);
        }

        Assert.Equal(truth.GetProperty("max_speed_kn").GetDouble() * 1.852, telemetry.Points.Max(point => point.Fix.SpeedMetresPerSecond!.Value) * 3.6, 0.1);
    }

    private static void Thinkware()
    {
        RawTelemetry telemetry = Embedded("copyleft/dashcam/thinkware-f200-real.mp4");
        JsonElement truth = Truth("copyleft/dashcam/thinkware-f200-real.mp4", "rmc_in_cues");

        Assert.Equal(truth.GetProperty("count").GetInt32(), telemetry.Points.Count);
        Assert.All(Ends(telemetry), end => Sentence(truth.GetProperty(end.Name), end.Fix));
        Assert.Equal(5, telemetry.Points[0].Fix.Seconds);
    }

    private static void Boxes_of_makers()
    {
        RawTelemetry blackVue = Embedded("copyleft/dashcam/blackvue-synthetic.mp4");
        Assert.Equal(("BlackVue DR900X Plus", 5, 4), (blackVue.Device, blackVue.Points.Count, blackVue.Points.Count(point => point.HasFix)));
        Same(50, 30, 9.26, blackVue.Points[0].Fix);
        Assert.Equal(123.4, blackVue.Points[2].Fix.AltitudeMetres);
        Assert.Equal(50, BlackVueReader.Accelerations(File.ReadAllBytes(PathOf("copyleft/dashcam/blackvue-real.3gf"))).Count());
        Assert.Equal(new AccelerationSample(5.379, new Acceleration(11, -0.5, -0.3)), BlackVueReader.Accelerations(File.ReadAllBytes(PathOf("copyleft/dashcam/blackvue-real.3gf"))).Last());

        RawTelemetry gps0 = Embedded("copyleft/dashcam/navitel-gps0-sample.MOV");
        Assert.Equal(5, gps0.Points.Count);
        Same(50, 30, 13, gps0.Points[0].Fix);
        Same(50.0004, 30.0004, 13, gps0.Points[^1].Fix);
        SameTime(new DateTimeOffset(2020, 11, 4, 13, 30, 15, TimeSpan.Zero), gps0.Points[0].Fix);
        SameTime(new DateTimeOffset(2020, 11, 4, 13, 30, 19, TimeSpan.Zero), gps0.Points[^1].Fix);

        RawTelemetry mai = Embedded("copyleft/dashcam/synthetic-mai-pro.mp4");
        Same(50, 30, 105.3, mai.Points[0].Fix);
        Same(50.02, 30.02, 52.4, mai.Points[2].Fix);
        Assert.Equal(3, mai.Points.Count(point => point.HasFix));

        RawTelemetry ligo = Embedded("copyleft/dashcam/beferich-j18-ligogps-trailer-real.mp4");
        Assert.Equal(180, ligo.Points.Count);
        Same(48.1, -2.1, 19, ligo.Points[0].Fix);
        Same(48.100179, -2.100179, 29, ligo.Points[^1].Fix);
        SameTime(new DateTimeOffset(2026, 8, 3, 11, 34, 53, TimeSpan.Zero), ligo.Points[0].Fix);
        SameTime(new DateTimeOffset(2026, 8, 3, 11, 37, 52, TimeSpan.Zero), ligo.Points[^1].Fix);
        Assert.Equal(230, ligo.Points[^1].Fix.HeadingDegrees);
    }

    private static void Logs_of_70mai_are_eight_hours_early()
    {
        RawTelemetry real = MaiLog.Read(File.ReadLines(PathOf("copyleft/dashcam/70mai-a810-GPSData.txt")), "log", null);
        Assert.Equal((50, 50), (real.Points.Count, real.Points.Count(point => point.HasFix)));
        Same(50, 9, 0.55 * 3.6, real.Points[0].Fix);
        SameTime(new DateTimeOffset(2026, 7, 12, 17, 55, 32, TimeSpan.Zero), real.Points[0].Fix);
        SameTime(new DateTimeOffset(2026, 7, 12, 17, 56, 21, TimeSpan.Zero), real.Points[^1].Fix);

        string folder = PathOf("copyleft/dashcam/70mai-multichannel/Normal");
        foreach (string clip in (string[])["Front/NO20260101-120000-000001F.MP4", "Back/NO20260101-120000-000001B.MP4", "Interior/NO20260101-120002-000002I.MP4"])
        {
            RawTelemetry of = Assert.Single(SidecarFiles.Read(Path.Combine(folder, clip)));
            Assert.Equal(3, of.Points.Count);
            Same(clip.Contains("000002", StringComparison.Ordinal) ? of.Points[0].Fix.Latitude : 50, 30, 13.89 * 3.6, of.Points[0].Fix);
        }
    }

    private static void Drones(string name, double? latitude, double? longitude, double? lastLatitude, double? lastLongitude)
    {
        RawTelemetry telemetry = SidecarFiles.ReadFile(PathOf("sidecar/dji-srt/" + name), ".srt")!;
        JsonElement truth = Truth("sidecar/dji-srt/" + name, "srt");

        Assert.Equal(truth.GetProperty("lat_or_first_gps_hits").GetInt32(), telemetry.Points.Count);
        if (latitude is not null)
        {
            Same(latitude.Value, longitude!.Value, null, telemetry.Points[0].Fix);
            Same(lastLatitude ?? telemetry.Points[^1].Fix.Latitude, lastLongitude ?? telemetry.Points[^1].Fix.Longitude, null, telemetry.Points[^1].Fix);
            Assert.Equal(TimeSpan.ParseExact(truth.GetProperty("first")[0].GetString()!, @"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture).TotalSeconds, telemetry.Points[0].Fix.Seconds, 1e-6);
        }
    }

    private static void Gpx()
    {
        RawTelemetry telemetry = SidecarFiles.ReadFile(PathOf("sidecar/gpx/sf_30km_h.gpx"), ".gpx")!;

        Assert.Equal(49, telemetry.Points.Count);
        Same(37.793585, -122.461396, null, telemetry.Points[0].Fix);
        Same(37.79885, -122.461191, null, telemetry.Points[^1].Fix);
        SameTime(DateTimeOffset.Parse("2025-03-14T07:00:00.000Z", CultureInfo.InvariantCulture), telemetry.Points[0].Fix);
        SameTime(DateTimeOffset.Parse("2025-03-14T07:01:33.624Z", CultureInfo.InvariantCulture), telemetry.Points[^1].Fix);
    }

    private static void What_cannot_be_read_is_refused_in_one_sentence(string sample, string why)
    {
        ClipTelemetry telemetry = TelemetryReaders.Read(PathOf(sample), new TelemetryHints());

        Assert.Empty(telemetry.Points);
        Assert.Contains(why, telemetry.Refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", telemetry.Refusal, StringComparison.Ordinal);
    }

    private static void Points_without_a_fix_are_dropped_whatever_they_say_and_counted()
    {
        ClipTelemetry cold = TelemetryReaders.Read(PathOf("copyleft/dashcam/viofo-a119-mini2-coldstart.mp4"), new TelemetryHints());
        Assert.Equal((8, 4, 4), (cold.Read, cold.Points.Count, cold.Dropped.NoFix));
        Assert.Contains(cold.Notes, note => note.Contains("clock was set by +03:00:0", StringComparison.Ordinal));

        ClipTelemetry parked = TelemetryReaders.Read(PathOf("copyleft/dashcam/neoline-spectrum-front.mp4"), new TelemetryHints());
        Assert.Equal((192, 72, 120), (parked.Read, parked.Points.Count, parked.Dropped.NoFix));
    }

    private static void Broken_files_end_in_points_or_one_sentence() =>
        Assert.All(Directory.EnumerateFiles(PathOf("dashcam/70mai-tiny")).Concat(Directory.EnumerateFiles(PathOf("container"))), path => TelemetryReaders.Read(path, new TelemetryHints()));

    private static async Task A_real_layout_of_three_views_is_one_drive()
    {
        string folder = PathOf("copyleft/dashcam/70mai-multichannel");
        Drive drive = Assert.Single(DriveFolder.Of([.. await Task.WhenAll(DriveFolder.Videos(folder).Select(path => ClipSurvey.ReadAsync(path, RecordingTime.Unknown, CancellationToken.None)))]));

        Assert.Equal(["front", "rear", "cabin"], drive.Views.Select(view => view.Name));
        Assert.All(drive.Views, view => Assert.Equal([DriveJoint.First, DriveJoint.Joined], view.Files.Select(file => file.Joint)));
        Assert.All(drive.Views.SelectMany(view => view.Files), file => Assert.Equal(("name", 3), (file.Clip.Facts.RecordedAtSource, file.Clip.Telemetry.Read)));
    }

    private static (string Name, GpsFix Fix)[] Ends(RawTelemetry telemetry) => [("first", telemetry.Points[0].Fix), ("last", telemetry.Points[^1].Fix)];

    private static void Counts(JsonElement truth, RawTelemetry telemetry)
    {
        Assert.Equal(truth.GetProperty("count").GetInt32(), telemetry.Points.Count);
        Assert.Equal(truth.GetProperty("with_fix").GetInt32(), telemetry.Points.Count(point => point.HasFix));
    }

    private static void Sentence(JsonElement truth, GpsFix fix)
    {
        Same(truth.GetProperty("lat").GetDouble(), truth.GetProperty("lon").GetDouble(), truth.GetProperty("speed_kn").GetDouble() * 1.852, fix);
        SameTime(DateTimeOffset.Parse(truth.GetProperty("utc").GetString()!.Trim() + "Z", CultureInfo.InvariantCulture), fix);
    }

    private static DateTimeOffset Gpsu(JsonElement truth, string name) =>
        new(DateTime.ParseExact(truth.GetProperty(name).GetString()!, "yyMMddHHmmss.fff", CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static void Same(double latitude, double longitude, double? kilometresPerHour, GpsFix fix)
    {
        Assert.Equal(latitude, fix.Latitude, 1e-6);
        Assert.Equal(longitude, fix.Longitude, 1e-6);
        if (kilometresPerHour is { } speed)
        {
            Assert.Equal(speed, fix.SpeedMetresPerSecond!.Value * 3.6, 0.1);
        }
    }

    private static void SameTime(DateTimeOffset expected, GpsFix fix) => Assert.InRange((fix.Time!.Value - expected).TotalMilliseconds, -50, 50);
}
