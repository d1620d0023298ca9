using PixelShap.Video.Clips;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class ClipFactsTests(Clips clips)
{
    private static readonly string[] s_picture = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=3"];

    [Theory]
    [InlineData("$GPRMC,143207.50,A,4736.5820,N,12219.9860,W,27.0,352.1,211126,,,A*6C", 47.609700, -122.333100, 13.89)]
    [InlineData("$GNGGA,143207.00,3352.1280,S,15112.5580,E,1,08,0.9,58.0,M,19.6,M,,*4E", -33.868800, 151.209300, null)]
    [InlineData("[iso : 100] [latitude: 47.376900] [longitude: 8.541700] [rel_alt: 10.1 abs_alt: 408.2]", 47.376900, 8.541700, null)]
    [InlineData("GPS(8.541700,47.376900,14) H.S 3.2m/s", 47.376900, 8.541700, 3.2)]
    [InlineData("2026/11/21 14:32:07 N47.60970 W122.33310 36 km/h", 47.609700, -122.333100, 10.0)]
    [InlineData("52.52000°N, 13.40500°E 30 mph", 52.52, 13.405, 13.411)]
    [InlineData("GPS: 47.60970, -122.33310", 47.6097, -122.3331, null)]
    [InlineData("$BDRMC,101112.00,A,2233.3600,N,11352.8000,E,25.4,90.1,140723,,,A*5B", 22.556, 113.88, 13.067)]
    [InlineData("$QZGLL,3541.3700,N,13941.5000,E,101112,A,A*5B", 35.6895, 139.691667, null)]
    [InlineData("GPS(47.376900,8.541700,410.0M) BAROMETER:12.3M", 47.3769, 8.5417, null)]
    [InlineData("47°36'34.9\"N 122°19'59.2\"W 30 MPH", 47.609694, -122.333111, 13.411)]
    [InlineData("E 13° 24.300' N 52° 31.200'", 52.52, 13.405, null)]
    [InlineData("W122.33310 N47.60970 36 km/h", 47.6097, -122.3331, 10.0)]
    [InlineData("13,40500°E / 52,52000°N 36,0 km/h", 52.52, 13.405, 10.0)]
    [InlineData("Breitengrad: 52,524841 Längengrad: 13,400223 Geschwindigkeit: 41,7", 52.524841, 13.400223, 11.583)]
    [InlineData("Längengrad: 13.400222713 Breitengrad: 52.524841074", 52.524841, 13.400223, null)]
    [InlineData("Широта: 55.7558 Долгота: 37.6173 Скорость 60 км/ч", 55.7558, 37.6173, 16.667)]
    [InlineData("纬度:31.230400 经度:121.473700 速度:36", 31.2304, 121.4737, 10.0)]
    [InlineData("Latitud: 33.4489 S Longitud: 70.6693 W", -33.4489, -70.6693, null)]
    [InlineData("Latitude: S 33°26'56\" Longitude: W 70°40'9.5\"", -33.448889, -70.669306, null)]
    public void What_cameras_write_is_read(string text, double latitude, double longitude, double? speed)
    {
        GpsReading reading = GpsText.Read(text)!;
        Assert.Equal(latitude, reading.Latitude, 1e-6);
        Assert.Equal(longitude, reading.Longitude, 1e-6);
        Assert.Equal(speed ?? -1, reading.SpeedMetresPerSecond ?? -1, 0.001);
    }

    [Theory]
    [InlineData("Good morning, 12.5 minutes to go")]
    [InlineData("$GPRMC,143207.00,V,,,,,,,211126,,,N*4D")]
    [InlineData("[latitude: 0.000000] [longitude: 0.000000]")]
    [InlineData("lat: 95.1 lon: 12.5")]
    [InlineData("N 5 Bus to S 12, 30 E")]
    [InlineData("47°76'34.9\"N 122°19'59.2\"W")]
    [InlineData("Breite: 1920 Länge: 12,5 m")]
    [InlineData("52.5 O 13.4 N")]
    public void What_is_no_place_is_none(string text) => Assert.Null(GpsText.Read(text));

    [Fact]
    public async Task A_track_of_nmea_gives_time_places_and_speed()
    {
        string texts = clips.PathOf("nmea.srt");
        await File.WriteAllTextAsync(texts, string.Concat(Enumerable.Range(0, 3).Select(i =>
            $"{i + 1}\n00:00:0{i},500 --> 00:00:0{i + 1},500\n$GPRMC,14320{7 + i}.00,A,4736.58{20 + i},N,12219.9860,W,{20 + i}.0,352.0,211126,,,A*00\n\n")));
        string clip = clips.Make("nmea.mp4", [.. s_picture, "-i", texts, "-map", "0", "-map", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:s", "mov_text",
            "-metadata", "creation_time=2020-01-01T00:00:00Z", "-movflags", "use_metadata_tags", "-metadata", "com.apple.quicktime.make=Roadcam", "-metadata", "com.apple.quicktime.model=Roadcam R2"]);

        ClipFacts facts = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None);

        // The satellites know better than the container; the first sentence stands at half a second.
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 14, 32, 6, 500, TimeSpan.Zero), facts.RecordedAt);
        Assert.Equal(("gps", "Roadcam R2", true), (facts.RecordedAtSource, facts.Device, facts.IsZoneKnown));
        Assert.Equal([0.5, 1.5, 2.5], facts.Fixes.Select(fix => fix.Seconds));
        Assert.Equal(21 * 1852 / 3600.0, facts.Fixes[1].SpeedMetresPerSecond!.Value, 0.001);
        Assert.Equal(facts.Fixes[1], facts.FixAt(2.4));
        Assert.Null(facts.FixAt(0.4));
        Assert.Equivalent(facts, ClipFactsJson.Read(ClipFactsJson.Write(facts)));
    }

    [Fact]
    public async Task The_place_and_zone_of_a_phone_are_taken_from_its_tags()
    {
        string clip = clips.Make("phone.mov", [.. s_picture, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "use_metadata_tags",
            "-metadata", "com.apple.quicktime.location.ISO6709=+47.6097-122.3331+056.000/", "-metadata", "com.apple.quicktime.creationdate=2026-11-21T06:32:07-0800"]);

        ClipFacts facts = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2026, 11, 21, 6, 32, 7, TimeSpan.FromHours(-8)), facts.RecordedAt);
        Assert.Equal(TimeSpan.FromHours(-8), facts.RecordedAt!.Value.Offset);
        GpsFix fix = Assert.Single(facts.Fixes);
        Assert.Equal((47.6097, -122.3331, 56.0), (fix.Latitude, fix.Longitude, fix.AltitudeMetres!.Value));
        Assert.Equal(fix, facts.FixAt(1e6));
    }

    [Fact]
    public async Task A_clip_that_says_nothing_has_no_facts()
    {
        ClipFacts facts = await ClipFactsProbe.ReadAsync(clips.Plain(), CancellationToken.None);

        Assert.Equivalent(ClipFacts.Unknown, facts);
    }

    [Fact]
    public async Task A_text_track_without_places_is_told_of()
    {
        string texts = clips.PathOf("spoken.srt");
        await File.WriteAllTextAsync(texts, "1\n00:00:00,500 --> 00:00:01,500\nPozice  XJ-12\n\n");
        string clip = clips.Make("spoken.mp4", [.. s_picture, "-i", texts, "-map", "0", "-map", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:s", "mov_text"]);

        ClipFacts facts = await ClipFactsProbe.ReadAsync(clip, CancellationToken.None);

        Assert.Equal("Pozice XJ-12", facts.UnreadText);
        Assert.Equivalent(facts, ClipFactsJson.Read(ClipFactsJson.Write(facts)));
    }
}
