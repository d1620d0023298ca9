using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using PixelShap.Video.Clips;
using PixelShap.Video.Publishing.Exports.Mcap;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes telemetry alone: as JSON lines, a table, GPX 1.1 (topografix.com/GPX/1/1), GeoJSON (RFC 7946) or MCAP. Times <c>t</c> are seconds on the clock of the clip.</summary>
public static class TelemetryFiles
{
    private const string Utc = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Local = "yyyy-MM-dd'T'HH:mm:ss.fff";

    /// <summary>Writes a line per point, then one per acceleration that has its own rate.</summary>
    public static void WriteJsonLines(Stream stream, IReadOnlyList<GpsFix> fixes, IReadOnlyList<AccelerationSample> accelerations)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        ArgumentNullException.ThrowIfNull(accelerations);
        using var lines = new JsonLines(stream);
        foreach (GpsFix fix in fixes)
        {
            lines.WriteLine(json =>
            {
                json.WriteString("kind", "position");
                json.WriteRounded("t", fix.Seconds, 6);
                json.WriteNumber("latitude", fix.Latitude);
                json.WriteNumber("longitude", fix.Longitude);
                json.WriteRounded("altitude_m", fix.AltitudeMetres ?? double.NaN, 3);
                json.WriteRounded("speed_mps", fix.SpeedMetresPerSecond ?? double.NaN, 4);
                json.WriteRounded("heading_degrees", fix.HeadingDegrees ?? double.NaN, 3);
                json.WriteString("time", Clock(fix));
                WriteAcceleration(json, fix.Acceleration);
            });
        }

        foreach (AccelerationSample sample in accelerations)
        {
            lines.WriteLine(json =>
            {
                json.WriteString("kind", "acceleration");
                json.WriteRounded("t", sample.Seconds, 6);
                WriteAcceleration(json, sample.Value);
            });
        }
    }

    /// <summary>Writes a table with a row per point.</summary>
    public static void WriteCsv(Stream stream, IReadOnlyList<GpsFix> fixes)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        using var table = new CsvTable(stream, "t", "time", "latitude", "longitude", "altitude_m", "speed_mps", "heading_degrees", "acceleration_x", "acceleration_y", "acceleration_z");
        foreach (GpsFix fix in fixes)
        {
            table.Number(fix.Seconds, 6);
            table.Text(Clock(fix) ?? "");
            table.Number(fix.Latitude, 9);
            table.Number(fix.Longitude, 9);
            table.Number(fix.AltitudeMetres ?? double.NaN, 3);
            table.Number(fix.SpeedMetresPerSecond ?? double.NaN, 4);
            table.Number(fix.HeadingDegrees ?? double.NaN, 3);
            table.Number(fix.Acceleration?.X ?? double.NaN, 4);
            table.Number(fix.Acceleration?.Y ?? double.NaN, 4);
            table.Number(fix.Acceleration?.Z ?? double.NaN, 4);
            table.End();
        }
    }

    /// <summary>Writes a track. A point has a time where UTC is known: from its own clock, else from the beginning of the recording.</summary>
    public static void WriteGpx(Stream stream, IReadOnlyList<GpsFix> fixes, string name, DateTimeOffset? start, bool isZoneKnown)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CloseOutput = false, NewLineChars = "\n" });
        xml.WriteStartElement("gpx", "http://www.topografix.com/GPX/1/1");
        xml.WriteAttributeString("version", "1.1");
        xml.WriteAttributeString("creator", "PixelShap.Video");
        xml.WriteStartElement("trk");
        xml.WriteElementString("name", string.Concat(name.Where(XmlConvert.IsXmlChar)));
        xml.WriteStartElement("trkseg");
        foreach (GpsFix fix in fixes)
        {
            xml.WriteStartElement("trkpt");
            xml.WriteAttributeString("lat", Number(fix.Latitude));
            xml.WriteAttributeString("lon", Number(fix.Longitude));
            if (fix.AltitudeMetres is { } altitude)
            {
                xml.WriteElementString("ele", Number(altitude));
            }

            DateTimeOffset? time = fix.IsUtc && fix.Time is { } own ? own : isZoneKnown ? start?.AddSeconds(fix.Seconds) : null;
            if (time is { } at)
            {
                xml.WriteElementString("time", at.ToUniversalTime().ToString(Utc, CultureInfo.InvariantCulture));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndDocument();
    }

    /// <summary>Writes the way as one line with the lists <c>t</c>, <c>speed_mps</c> and <c>heading_degrees</c>.</summary>
    public static void WriteGeoJson(Stream stream, IReadOnlyList<GpsFix> fixes, string name)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        if (fixes.Count > 1)
        {
            // One place is no line.
            DriveGeoJson.WriteWay(json, fixes, name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>/location</c> (foxglove.LocationFix) and <c>/motion</c>: speed, heading, acceleration.</summary>
    public static void WriteMcap(Stream stream, ClipTelemetry telemetry, DateTimeOffset? start)
    {
        ArgumentNullException.ThrowIfNull(telemetry);
        var mcap = new McapWriter(stream, "PixelShap.Video");
        ushort location = mcap.AddChannel("/location", "foxglove.LocationFix", RunMcap.Schema("location")), motion = mcap.AddChannel("/motion", "pixelshap.Motion", RunMcap.Schema("motion"));
        foreach (GpsFix fix in telemetry.Points)
        {
            Add(location, fix.Seconds, json => RunMcap.WriteFix(json, fix));
            Add(motion, fix.Seconds, json =>
            {
                json.WriteRounded("speed_mps", fix.SpeedMetresPerSecond ?? double.NaN, 4);
                json.WriteRounded("heading_degrees", fix.HeadingDegrees ?? double.NaN, 3);
                WriteAcceleration(json, fix.Acceleration);
            });
        }

        foreach (AccelerationSample sample in telemetry.Accelerations)
        {
            Add(motion, sample.Seconds, json => WriteAcceleration(json, sample.Value));
        }

        mcap.Complete();

        void Add(ushort channel, double seconds, Action<Utf8JsonWriter> write)
        {
            ulong time = RunMcap.Nanoseconds(start, seconds);
            var buffer = new ArrayBufferWriter<byte>(512);
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                RunMcap.WriteTimestamp(json, time);
                write(json);
                json.WriteEndObject();
            }

            mcap.Add(channel, time, buffer.WrittenSpan);
        }
    }

    private static void WriteAcceleration(Utf8JsonWriter json, Acceleration? acceleration)
    {
        if (acceleration is { } value)
        {
            json.WriteStartArray("acceleration_mps2");
            json.WriteNumberValue(Math.Round(value.X, 4));
            json.WriteNumberValue(Math.Round(value.Y, 4));
            json.WriteNumberValue(Math.Round(value.Z, 4));
            json.WriteEndArray();
        }
    }

    private static string? Clock(GpsFix fix) => fix.Time?.ToString(fix.IsUtc ? Utc : Local, CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);
}
