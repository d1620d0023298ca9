using System.Diagnostics;
using System.Buffers.Binary;
using System.Text;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Names;
using PixelShap.Video.Media.Telemetry;
using PixelShap.Video.Media.Telemetry.Mp4;
using PixelShap.Video.Media.Telemetry.Sidecars;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>Synthetic: each layout built from its description, so that these run without samples of cameras.</summary>
public sealed class SyntheticTelemetryTests
{
    private static readonly DateTimeOffset s_first = new(2026, 11, 21, 14, 32, 7, TimeSpan.Zero);

    public static TheoryData<string> Layouts => [.. SyntheticTelemetry.FreeGps.Keys];

    public static TheoryData<string> Enciphered => [.. SyntheticTelemetry.Enciphered.Keys];

    public static TheoryData<string> Readers => [.. Inputs.Keys];

    private static Dictionary<string, byte[]> Inputs { get; } = SyntheticTelemetry.FreeGps.Concat(SyntheticTelemetry.Untimed).Concat(SyntheticTelemetry.Enciphered)
        .Concat(
        [
            new("GPMF GPS5", Gpmf("GPS5", Gps5())), new("GPMF GPS9", Gpmf("GPS9", Gps9())), new("CAMM", Camm()), new("ssmd", SigmaStar()), new("gps0", Gps0()), new("70mai GPS box", MaiBox()),
            new("LIGOGPSINFO trailer", Ligo()), new("BlackVue", BlackVue()), new("Tesla", Tesla()), new("Garmin PNDM", Garmin()), new("Thinkware", Thinkware()), new("no index", Unindexed()),
        ]).ToDictionary();

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_block_of_each_layout_says_place_speed_and_time(string layout)
    {
        RawTelemetry telemetry = Read(SyntheticTelemetry.FreeGps[layout]);

        Assert.Equal(layout["freeGPS ".Length..], telemetry.Source["freeGPS (".Length..^1]);
        Assert.Equal(3, telemetry.Points.Count);
        for (int i = 0; i < 3; i++)
        {
            IsThere(telemetry.Points[i], s_first.AddSeconds(i));
        }
    }

    [Fact]
    public void Blocks_without_a_clock_lie_evenly_over_the_clip()
    {
        RawTelemetry innovv = Read(SyntheticTelemetry.Untimed["freeGPS INNOVV"]);
        Assert.All(innovv.Points, point => IsThere(point, null));
        Assert.Equal(90, innovv.Points[0].Fix.HeadingDegrees);

        ClipTelemetry mai = TelemetryJoin.Join(Read(SyntheticTelemetry.Untimed["freeGPS 70mai"]), new TelemetryHints { DurationSeconds = 1.5 });
        Assert.Equal([0, 0.5, 1], mai.Points.Select(fix => fix.Seconds));
        Assert.Equal((PlacedBy.EvenSteps, 90.0), (mai.PlacedBy, mai.Points[0].HeadingDegrees!.Value));
    }

    [Theory]
    [MemberData(nameof(Enciphered))]
    public void What_is_enciphered_or_unknown_is_refused_in_one_sentence_and_gives_no_point(string layout)
    {
        RawTelemetry telemetry = Read(SyntheticTelemetry.Enciphered[layout]);

        Assert.Empty(telemetry.Points);
        Assert.Matches("^Its .*(enciphered|not known).*[.]$", telemetry.Refusal!);
    }

    [Fact]
    public void Go_pro_rows_lie_in_their_payload_and_times_come_from_its_clock()
    {
        // An edit list that leaves out the first half second: the payload begins before the clip.
        RawTelemetry telemetry = Read(Gpmf("GPS5", Gps5(), (2000, 500)));
        Assert.Equal([-0.5, 0, 0.5, 1], telemetry.Points.Select(point => point.Fix.Seconds));
        Assert.All(telemetry.Points, point => Assert.Equal((52.52, -13.405, 34.5, 10), (point.Fix.Latitude, point.Fix.Longitude, point.Fix.AltitudeMetres!.Value, point.Fix.SpeedMetresPerSecond!.Value)));
        Assert.Equal(s_first.AddSeconds(0.5), telemetry.Points[1].Fix.Time);
        Assert.Equal("GoPro HERO7 Black", telemetry.Device);
        Assert.Equal(new Acceleration(1, 9.8, -2), telemetry.Accelerations[0].Value);

        RawTelemetry newer = Read(Gpmf("GPS9", Gps9()));
        Assert.Equal((true, false), (newer.Points[0].HasFix, newer.Points[1].HasFix));
        IsThere(newer.Points[0], s_first);
    }

    [Fact]
    public void Tracks_and_boxes_of_other_makers_are_read()
    {
        RawTelemetry camm = Read(Camm());
        IsThere(camm.Points[0], s_first);
        Assert.Equal(90, camm.Points[0].Fix.HeadingDegrees!.Value, 1e-6);
        Assert.Equal((false, new Acceleration(1, 2, 3)), (camm.Points[1].HasFix, camm.Accelerations[0].Value));

        ClipTelemetry star = TelemetryJoin.Join(Read(SigmaStar()), new TelemetryHints { Name = CameraName.Of("20261121153207_000001.MP4") });
        Assert.Equal((s_first, 1), (star.Points[0].Time, star.Dropped.NoFix));
        IsThere(Read(Gps0()).Points[0], s_first);
        IsThere(Read(MaiBox()).Points[0], null);
        IsThere(Read(Ligo()).Points[0], s_first);
        IsThere(Read(BlackVue()).Points[0], s_first);
        Assert.Equal(("BlackVue DR900X", 0.5), (Read(BlackVue()).Device, Read(BlackVue()).Points[1].Fix.Seconds));
        Assert.Equal((52.52, -13.405, 9.83488), Rounded(Read(Garmin()).Points[0].Fix));
        IsThere(Read(Thinkware()).Points[0], s_first);

        RawTelemetry tesla = Read(Tesla());
        IsThere(tesla.Points[0], null);
        Assert.Equal((90.0, 3.0), (tesla.Points[0].Fix.HeadingDegrees!.Value, tesla.Points[0].Fix.Acceleration!.Value.Z));
    }

    [Fact]
    public void Blocks_are_found_without_an_index() => Assert.Equal(3, Read(Unindexed()).Points.Count);

    [Fact]
    public void Gps_time_is_ahead_of_utc_by_the_leap_seconds_of_its_day()
    {
        Assert.Equal(new DateTimeOffset(2016, 12, 31, 23, 59, 59, TimeSpan.Zero), CammReader.Utc(1_167_264_016));
        Assert.Equal(new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero), CammReader.Utc(1_167_264_018));
    }

    [Fact]
    public void A_day_passes_in_a_log_that_names_none()
    {
        RawTelemetry log = NmeaLog.Read(["$GPGGA,235959.00,5231.20000,N,01324.30000,W,1,08,0.9,58.0,M,,,,*00", "$GPGGA,000001.00,5231.20000,N,01324.30000,W,1,08,0.9,59.0,M,,,,*00", "$GPGGA,000002.00,,,,,0,00,,,M,,,,*00"], "NMEA");
        ClipTelemetry telemetry = TelemetryJoin.Join(log, new TelemetryHints());

        Assert.Equal([0, 2], telemetry.Points.Select(fix => fix.Seconds));
        Assert.Equal((1, 59.0, PlacedBy.FirstPoint), (telemetry.Dropped.NoFix, telemetry.Points[1].AltitudeMetres!.Value, telemetry.PlacedBy));
        Assert.Contains(telemetry.Notes, note => note.StartsWith("3 of 3 sentences have a wrong checksum", StringComparison.Ordinal));
    }

    [Fact]
    public void Zeros_repeats_and_jumps_are_dropped_and_counted()
    {
        var raw = new RawTelemetry("made");
        for (int i = 0; i < 20; i++)
        {
            raw.Points.Add(new RawPoint(new GpsFix(i, 52.5 + (i * 1e-4), 13.4) { Time = s_first.AddSeconds(i) }, true));
        }

        raw.Points[3] = new RawPoint(raw.Points[3].Fix with { Latitude = 0, Longitude = 0 }, true);
        raw.Points[5] = new RawPoint(raw.Points[5].Fix with { Latitude = 42.03, Longitude = -129.29 }, true);
        raw.Points[7] = raw.Points[6];
        raw.Points[9] = new RawPoint(raw.Points[9].Fix with { Latitude = 4_294_967_295 }, true);
        raw.Points[11] = raw.Points[11] with { HasFix = false };

        ClipTelemetry telemetry = TelemetryJoin.Join(raw, new TelemetryHints());

        Assert.Equal(new TelemetryDrops(NoFix: 1, Zero: 1, Impossible: 1, Jump: 1, Repeat: 1), telemetry.Dropped);
        Assert.Equal((20, 15), (telemetry.Read, telemetry.Points.Count));

        // A receiver that begins in the wrong place and then finds itself: the beginning is the error.
        raw.Points.InsertRange(0, [new RawPoint(new GpsFix(-2, 10, 10), true), new RawPoint(new GpsFix(-1, 10, 10.0001), true)]);
        Assert.Equal(15, TelemetryJoin.Join(raw, new TelemetryHints()).Points.Count(fix => fix.Latitude > 50));
        Assert.DoesNotContain(TelemetryJoin.Join(raw, new TelemetryHints()).Points, fix => fix.Latitude < 50);
    }

    [Fact]
    public void A_log_is_joined_by_the_zone_that_the_name_of_the_file_leaves()
    {
        RawTelemetry log = NmeaLog.Read([.. Enumerable.Range(0, 3).Select(i => SyntheticTelemetry.Rmc((uint)i))], "NMEA");
        ClipTelemetry telemetry = TelemetryJoin.Join(log, new TelemetryHints { Name = CameraName.Of("20261121_153205_NF.mp4"), DurationSeconds = 3 });

        // One hour east, and the camera's clock two seconds behind.
        Assert.Equal((PlacedBy.FileName, 2.0), (telemetry.PlacedBy, telemetry.Points[0].Seconds));
        Assert.Equal([1.0, 2, 3], TelemetryJoin.Join(log, new TelemetryHints { Start = s_first.AddSeconds(-1) }).Points.Select(fix => fix.Seconds));
        Assert.Equal(TimeSpan.FromHours(5.75), TelemetryJoin.Zone(new DateTime(2026, 11, 22, 0, 10, 0), new DateTimeOffset(2026, 11, 21, 18, 24, 10, TimeSpan.Zero)));
        Assert.Null(TelemetryJoin.Zone(new DateTime(2026, 11, 25, 0, 10, 0), s_first));
    }

    [Fact]
    public void Gpx_is_read_in_any_order_of_attributes_and_up_to_a_fault()
    {
        const string Whole = "<gpx><trk><trkseg><trkpt lon='-13.405' lat='52.52'><ele>34</ele><time>2026-11-21T15:32:07+01:00</time><speed>10</speed></trkpt></trkseg><trkseg><trkpt lat='52.52' lon='-13.405'/></trkseg></trk></gpx>";
        RawTelemetry telemetry = GpxFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Whole)), "drive.gpx");
        Assert.Equal(2, telemetry.Points.Count);
        IsThere(telemetry.Points[0], s_first);

        RawTelemetry cut = GpxFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Whole[..(Whole.LastIndexOf("<trkpt", StringComparison.Ordinal) + 12)])), "drive.gpx");
        Assert.Single(cut.Points);
        Assert.Equal("drive.gpx is not whole XML; the points before the fault were read.", cut.Refusal);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Two_hundred_mutations_end_in_points_or_one_sentence(string reader)
    {
        var random = new Random(reader.Length);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = [.. Inputs[reader]];
            for (int changes = random.Next(1, 12); changes > 0; changes--)
            {
                bytes[random.Next(Mp4Maker.Start.Length, bytes.Length)] = (byte)random.Next(4) switch
                {
                    0 => 0,
                    1 => 0xFF,
                    _ => (byte)random.Next(256),
                };
            }

            bytes = i % 4 == 0 ? bytes[..random.Next(16, bytes.Length)] : bytes;
            foreach (RawTelemetry telemetry in TelemetryReaders.Embedded(Mp4Tree.Open(new MemoryStream(bytes))!))
            {
                ClipTelemetry joined = TelemetryJoin.Join(telemetry, new TelemetryHints { DurationSeconds = 3, Name = CameraName.Of("20261121_153205_NF.mp4") });
                Assert.All(joined.Points, fix => Assert.True(Math.Abs(fix.Latitude) <= 90 && Math.Abs(fix.Longitude) <= 180 && double.IsFinite(fix.Seconds)));
                Assert.True(joined.Refusal is null || joined.Refusal.EndsWith('.'));
            }
        }
    }

    [Theory]
    [InlineData(".nmea")]
    [InlineData(".srt")]
    [InlineData(".gpx")]
    [InlineData(".dat")]
    [InlineData(".gps")]
    public void Two_hundred_mutations_of_a_file_beside_a_clip_end_in_points_or_one_sentence(string ending)
    {
        string text = ending switch
        {
            ".srt" => "1\n00:00:00,000 --> 00:00:01,000\n[latitude: 52.52] [longitude: -13.405]\n2026.11.21 14:32:07\n\n2\n00:00:01,000 --> 00:00:02,000\nGPS(-13.405,52.52,17)\n",
            ".gpx" => "<gpx><trk><trkseg><trkpt lat='52.52' lon='-13.405'><time>2026-11-21T14:32:07Z</time></trkpt></trkseg></trk></gpx>",
            ".dat" => "#20261121143207,5231.2,N,01324.3,W,19.4,34\n20261121143208,5231.2,N,01324.3,W,19.4,34\n",
            _ => string.Join('\n', Enumerable.Range(0, 5).Select(i => $"[{1_795_271_527_000 + (i * 1000)}]{SyntheticTelemetry.Rmc((uint)i)}")),
        };
        string path = Path.Combine(Directory.CreateTempSubdirectory("pixelshap-sidecar-").FullName, "clip" + ending);
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            for (int changes = i == 0 ? 0 : random.Next(1, 9); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes);
            RawTelemetry telemetry = SidecarFiles.ReadFile(path, ending)!;
            Assert.True(i > 0 || telemetry.Points.Count > 0);
            TelemetryJoin.Join(telemetry, new TelemetryHints());
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void What_lies_beside_a_clip_and_has_no_end_is_told_of_and_not_waited_for()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-beside-").FullName;
        try
        {
            string clip = Path.Combine(folder, "NO20261121-143207-000001F.mp4");
            Process.Start("mkfifo", [Path.ChangeExtension(clip, ".gpx"), Path.ChangeExtension(clip, ".gps"), Path.Combine(folder, "GPSData000001.txt")]).WaitForExit();
            File.CreateSymbolicLink(Path.ChangeExtension(clip, ".nmea"), "/dev/zero");
            File.WriteAllText(Path.ChangeExtension(clip, ".srt"), new string('7', 1 << 20));
            Assert.Equal(
                ["it is empty or no regular file", "it is empty or no regular file", "one of its lines is longer than 65,536 characters", "it is empty or no regular file", "it is empty or no regular file"],
                SidecarFiles.Read(clip).Select(found => found.Refusal!.Split(": ")[1].TrimEnd('.')));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Two_hundred_mutations_of_what_lies_beside_others_end_in_points_or_one_sentence()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pixelshap-sidecar-");
        string log = Path.Combine(folder.FullName, "clip.gps"), moves = Path.Combine(folder.FullName, "clip.3gf"), mai = Path.Combine(folder.FullName, "GPSData000001.txt");
        string ofMai = Path.Combine(folder.FullName, "NO20261121-153207-000001F.MP4");
        byte[] rows = [.. Enumerable.Range(0, 5).SelectMany(i => (byte[])[.. Mp4Maker.Words((uint)i * 100), 0, 10, 0, 20, 0, 30]), .. Mp4Maker.Words(uint.MaxValue), 0, 0, 0, 0, 0, 0];
        byte[] text = Encoding.ASCII.GetBytes("$V02\n" + string.Concat(Enumerable.Range(0, 5).Select(i =>
            $"{s_first.ToUnixTimeSeconds() - 28_800 + i},A,52.520000,-13.405000,9000,1000,1,2,98,NO20261121-153207-000001F.MP4\n")));
        File.WriteAllText(log, SyntheticTelemetry.Rmc(0));
        var random = new Random(11);
        for (int i = 0; i < 200; i++)
        {
            File.WriteAllBytes(moves, Changed(rows, i));
            RawTelemetry blackVue = SidecarFiles.ReadFile(log, ".gps")!;
            Assert.Single(blackVue.Points);
            Assert.All(blackVue.Accelerations, sample => Assert.True(double.IsFinite(sample.Seconds + sample.Value.X)));
            Assert.True(i > 0 || (blackVue.Accelerations.Count == 5 && blackVue.Accelerations[4] == new AccelerationSample(0.4, new Acceleration(1, 2, 3))));

            File.WriteAllBytes(mai, Changed(text, i));
            List<RawTelemetry> logs = [.. SidecarFiles.Read(ofMai)];
            if (i == 0)
            {
                Assert.Equal(5, Assert.Single(logs).Points.Count);
                IsThere(logs[0].Points[0], s_first);
            }

            Assert.All(logs, found => Assert.All(TelemetryJoin.Join(found, new TelemetryHints { DurationSeconds = 5 }).Points, fix => Assert.True(Math.Abs(fix.Latitude) <= 90 && double.IsFinite(fix.Seconds))));
        }

        folder.Delete(recursive: true);

        byte[] Changed(byte[] whole, int turn)
        {
            byte[] bytes = [.. whole];
            for (int changes = turn == 0 ? 0 : random.Next(1, 9); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return turn > 0 && turn % 4 == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
        }
    }

    private static RawTelemetry Read(byte[] file) => Assert.Single(TelemetryReaders.Embedded(Mp4Tree.Open(new MemoryStream(file))!));

    private static (double, double, double) Rounded(GpsFix fix) => (Math.Round(fix.Latitude, 6), Math.Round(fix.Longitude, 6), Math.Round(fix.SpeedMetresPerSecond!.Value, 5));

    private static void IsThere(RawPoint point, DateTimeOffset? time)
    {
        Assert.True(point.HasFix);
        Assert.Equal(SyntheticTelemetry.Latitude, point.Fix.Latitude, 1e-5);
        Assert.Equal(SyntheticTelemetry.Longitude, point.Fix.Longitude, 1e-5);
        Assert.Equal(SyntheticTelemetry.Speed, point.Fix.SpeedMetresPerSecond!.Value, 0.03);
        Assert.Equal(time, point.Fix.Time);
    }

    private static byte[] Gpmf(string key, byte[][] rows, params (uint, uint)[] edits)
    {
        bool isNew = key == "GPS9";
        byte[] places = SyntheticTelemetry.Nest(
            "STRM",
            SyntheticTelemetry.Gpmf("GPSF", 'L', 4, Mp4Maker.Words(3)),
            SyntheticTelemetry.Gpmf("GPSU", 'U', 16, "261121143207.000"u8.ToArray()),
            isNew ? SyntheticTelemetry.Gpmf("TYPE", 'c', 1, "lllllllSS"u8.ToArray()) : [],
            SyntheticTelemetry.Gpmf("SCAL", 'l', 4, isNew ? [.. Mp4Maker.Words(10_000_000, 10_000_000, 1000, 1000, 100, 1, 1000, 100, 1)] : Mp4Maker.Words(10_000_000, 10_000_000, 1000, 1000, 100)),
            SyntheticTelemetry.Gpmf(key, isNew ? '?' : 'l', isNew ? 32 : 20, rows));
        byte[] moves = SyntheticTelemetry.Nest("STRM", SyntheticTelemetry.Gpmf("SCAL", 's', 2, [0, 100]), SyntheticTelemetry.Gpmf("ACCL", 's', 6, [0, 100, 0x03, 0xD4, 0xFF, 0x38]));
        byte[] device = SyntheticTelemetry.Nest("DEVC", SyntheticTelemetry.Gpmf("DVNM", 'c', 1, "HERO7 Black"u8.ToArray()), places, moves);
        return Mp4Maker.WithTrack("meta", "gpmd", edits.Length == 0 ? null : edits, device, device);
    }

    private static byte[][] Gps5() => [.. Enumerable.Repeat(Mp4Maker.Words(525_200_000, unchecked((uint)-134_050_000), 34_500, 10_000, 1000), 2)];

    private static byte[][] Gps9()
    {
        uint days = (uint)(new DateTime(2026, 11, 21) - new DateTime(2000, 1, 1)).TotalDays, ofDay = ((14 * 3600) + (32 * 60) + 7) * 1000;
        byte[] row = Mp4Maker.Words(525_200_000, unchecked((uint)-134_050_000), 34_500, 10_000, 1000, days, ofDay);
        return [[.. row, 0, 150, 0, 3], [.. row, 0, 150, 0, 0]];
    }

    private static byte[] Camm()
    {
        byte[] place = new byte[60], motion = new byte[16];
        place[2] = 6;
        place.Put(4, (s_first - new DateTimeOffset(1980, 1, 6, 0, 0, 0, TimeSpan.Zero)).TotalSeconds + 18);
        place.Put(12, 3u);
        place.Put(16, SyntheticTelemetry.Latitude);
        place.Put(24, SyntheticTelemetry.Longitude);
        place.Put(44, 10f);
        byte[] lost = [.. place];
        lost.Put(12, 0u);
        motion[2] = 3;
        motion.Put(4, 1f);
        motion.Put(8, 2f);
        motion.Put(12, 3f);
        return Mp4Maker.WithTrack("camm", "camm", null, [.. motion, .. place], lost);
    }

    private static byte[] SigmaStar()
    {
        var row = new byte[40];
        row.Put(0, SyntheticTelemetry.Latitude);
        row.Put(8, SyntheticTelemetry.Longitude);
        row.Put(16, 34u);
        row.Put(20, 36u | (0x100 << 16));
        new byte[] { 21, 14, 32, 7, 45 }.CopyTo(row, 24);
        byte[] lost = [.. row];
        lost.Put(0, 4294967295.0);
        lost.Put(20, 65535u);
        return Mp4Maker.WithTrack("meta", "ssmd", null, row, lost);
    }

    private static byte[] Gps0()
    {
        var row = new byte[32];
        row.Put(0, 5231.2);
        row.Put(8, -1324.3);
        row.Put(20, 36u);
        new byte[] { 26, 11, 21, 14, 32, 7, 45 }.CopyTo(row, 22);
        return [.. Mp4Maker.Start, .. Mp4Maker.Box("moov", Mp4Maker.Header(2)), .. Mp4Maker.Box("gps0", row)];
    }

    private static byte[] MaiBox()
    {
        var row = new byte[36];
        row.Put(0, 1, 1, 0, 36_000);
        row.Put(16, "N");
        row.Put(17, (52 * 100_000) + 31_200u);
        row.Put(21, "W");
        row.Put(22, (13 * 100_000) + 24_300u);
        return [.. Mp4Maker.Start, .. Mp4Maker.Box("moov", Mp4Maker.Header(2)), .. Mp4Maker.Box("GPS ", row, new byte[36])];
    }

    private static byte[] Ligo() =>
        [.. Mp4Maker.Start, .. Mp4Maker.Box("moov", Mp4Maker.Header(2)), .. Encoding.Latin1.GetBytes("\0\0k\u0004SKIPLIGOGPSINFO\0\0\0\0####\0\0\0\u00012026/11/21 14:32:07 N:52.520000 W:013.405000 36.0 km/h x:0.00 y:0.00 z:0.00 A:90.0 H:173.0 M:0.0\0\0\0")];

    private static byte[] BlackVue()
    {
        string log = $"[1795271527000]{SyntheticTelemetry.Rmc(0)}\r\n\n[1795271527500]{SyntheticTelemetry.Rmc(1)}\n\0\0";
        byte[] moves = [.. Mp4Maker.Words(100), 0, 10, 0, 20, 0, 30, .. Mp4Maker.Words(uint.MaxValue), 0, 0, 0, 0, 0, 0];
        return
        [
            .. Mp4Maker.Start, .. Mp4Maker.Box("free", Mp4Maker.Box("cprt", "{\"model\":\"DR900X\",\"ver\":1}"u8.ToArray()), Mp4Maker.Box("gps ", Encoding.Latin1.GetBytes(log)), Mp4Maker.Box("3gf ", moves)),
            .. Mp4Maker.Box("moov", Mp4Maker.Header(2)),
        ];
    }

    private static byte[] Tesla()
    {
        byte[] body = new byte[9 * 4], speed = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(speed, 10);
        var message = new List<byte> { 0x08, 1, 0x10, 1, 0x25 };
        message.AddRange(speed);
        foreach ((byte field, double value) in (ReadOnlySpan<(byte, double)>)[(11, SyntheticTelemetry.Latitude), (12, SyntheticTelemetry.Longitude), (13, 90), (16, 3)])
        {
            message.AddRange(field < 16 ? [(byte)((field << 3) | 1)] : [(byte)(((field << 3) | 1) & 0x7F | 0x80), (byte)(field >> 4)]);
            message.AddRange(BitConverter.GetBytes(value));
        }

        byte[] payload = [0x42, 0x42, 0x42, 0x69, .. message];
        byte[] sei = [6, 5, (byte)payload.Length, .. Escaped(payload), 0x80];
        byte[] frame = [.. Mp4Maker.BigEndian((uint)sei.Length), .. sei, .. Mp4Maker.BigEndian((uint)body.Length + 1), 0x65, .. body];
        return Mp4Maker.WithTrack("vide", "avc1", null, frame, frame);
    }

    /// <summary>As H.264 has it: behind two zeros, a 3 before 0 to 3.</summary>
    private static List<byte> Escaped(byte[] bytes)
    {
        var escaped = new List<byte>();
        int zeros = 0;
        foreach (byte value in bytes)
        {
            if (zeros == 2 && value <= 3)
            {
                escaped.Add(3);
                zeros = 0;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            escaped.Add(value);
        }

        return escaped;
    }

    private static byte[] Garmin()
    {
        byte[] places = Mp4Maker.Words((uint)(int)(SyntheticTelemetry.Latitude / 180 * 2147483648), unchecked((uint)(int)(SyntheticTelemetry.Longitude / 180 * 2147483648)));
        return Mp4Maker.WithTrack("text", "text", null, [0, 18, .. "PNDM"u8, 0, 0, 0, 22, 0, 0, .. places]);
    }

    private static byte[] Thinkware()
    {
        byte[] text = Encoding.Latin1.GetBytes($"gsensori,4,512,-133,038,-08;{SyntheticTelemetry.Rmc(0)[1..]}\r\n;CAR,0,0,0,0.0,0,0,0,0,0,0,0,0");
        return Mp4Maker.WithTrack("text", "tx3g", null, [0, (byte)text.Length, .. text]);
    }

    private static byte[] Unindexed() => Mp4Maker.WithBlocks(false, [.. Enumerable.Range(0, 3).Select(i => Mp4Maker.Block(block => block.Put(0x50, SyntheticTelemetry.Rmc((uint)i))))]);
}
