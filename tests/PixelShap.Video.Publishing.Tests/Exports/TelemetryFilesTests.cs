using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using PixelShap.Video.Clips;
using PixelShap.Video.Publishing.Exports;

namespace PixelShap.Video.Publishing.Tests.Exports;

/// <summary>Telemetry handed on says what was read.</summary>
public sealed class TelemetryFilesTests
{
    private static readonly ClipTelemetry s_telemetry = new()
    {
        Points =
        [
            new GpsFix(0.5, 52.52, -13.405) { AltitudeMetres = 34.5, SpeedMetresPerSecond = 10, HeadingDegrees = 90, Time = new DateTimeOffset(2026, 11, 21, 14, 32, 7, 250, TimeSpan.Zero) },
            new GpsFix(1.5, 52.5201, -13.405) { Time = new DateTimeOffset(2026, 11, 21, 14, 32, 8, TimeSpan.Zero), IsUtc = false, Acceleration = new Acceleration(0, 9.8, -1) },
        ],
        Accelerations = [new AccelerationSample(0.25, new Acceleration(1, 2, 3))],
    };

    [Fact]
    public void JSON_lines_and_the_table_hold_every_point_and_say_whose_time_it_is()
    {
        JsonElement[] lines = [.. Written(stream => TelemetryFiles.WriteJsonLines(stream, s_telemetry.Points, s_telemetry.Accelerations)).TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["position", "position", "acceleration"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(["2026-11-21T14:32:07.250Z", "2026-11-21T14:32:08.000"], lines.Take(2).Select(line => line.GetProperty("time").GetString()));
        Assert.Equal((52.52, -13.405, 10.0), (lines[0].GetProperty("latitude").GetDouble(), lines[0].GetProperty("longitude").GetDouble(), lines[0].GetProperty("speed_mps").GetDouble()));
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("speed_mps").ValueKind);

        string[] rows = Written(stream => TelemetryFiles.WriteCsv(stream, s_telemetry.Points)).Split("\r\n");
        Assert.Equal("0.5,2026-11-21T14:32:07.250Z,52.52,-13.405,34.5,10,90,,,", rows[1]);
    }

    [Fact]
    public void GPX_has_times_only_where_UTC_is_known()
    {
        XNamespace gpx = "http://www.topografix.com/GPX/1/1";
        XElement[] points = [.. XDocument.Parse(Written(stream => TelemetryFiles.WriteGpx(stream, s_telemetry.Points, "a\u0001b", null, false))).Descendants(gpx + "trkpt")];
        Assert.Equal(["52.52", "52.5201"], points.Select(point => point.Attribute("lat")!.Value));
        Assert.Equal("2026-11-21T14:32:07.250Z", points[0].Element(gpx + "time")!.Value);
        Assert.Null(points[1].Element(gpx + "time"));

        var start = new DateTimeOffset(2026, 11, 21, 15, 32, 6, TimeSpan.FromHours(1));
        Assert.Contains("<time>2026-11-21T14:32:07.500Z</time>", Written(stream => TelemetryFiles.WriteGpx(stream, s_telemetry.Points, "a", start, true)), StringComparison.Ordinal);
    }

    [Fact]
    public void MCAP_and_GeoJSON_are_read_by_others()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("pixelshap-telemetry-").FullName, "t.mcap");
        using (FileStream stream = File.Create(path))
        {
            TelemetryFiles.WriteMcap(stream, s_telemetry, null);
        }

        JsonElement mcap = JsonDocument.Parse(Python.Run(Path.Combine(AppContext.BaseDirectory, "read_mcap.py"), path)).RootElement;
        Assert.Equal(["/location", "/motion"], mcap.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.Equal(5, mcap.GetProperty("messages").GetArrayLength());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        JsonElement way = JsonDocument.Parse(Written(stream => TelemetryFiles.WriteGeoJson(stream, s_telemetry.Points, "a"))).RootElement.GetProperty("features")[0];
        Assert.Equal("52.5201", way.GetProperty("geometry").GetProperty("coordinates")[1][1].GetDouble().ToString(CultureInfo.InvariantCulture));
    }

    private static string Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
