using System.Text.Encodings.Web;
using System.Text.Json;
using PixelShap.Video.Attribution;
using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>drive.geojson</c> (RFC 7946): the way of the camera, and each keyframe where it was recorded.</summary>
public static class DriveGeoJson
{
    private const int MostObjects = 3;

    /// <summary>Writes a line of the way, where there is more than one fix, and a point per keyframe for which a fix is known.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        if (source.Clip.Fixes.Count > 1)
        {
            WriteWay(json, source.Clip.Fixes, InputName.Of(source.Results.Header.Input));
        }

        foreach (JournalKeyframe keyframe in source.Results.Keyframes())
        {
            if (source.Clip.FixAt(keyframe.Seconds) is { } fix)
            {
                WriteKeyframe(json, keyframe, fix, source.Clip);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteWay(Utf8JsonWriter json, IReadOnlyList<GpsFix> fixes, string name)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        json.WriteString("type", "LineString");
        json.WriteStartArray("coordinates");
        foreach (GpsFix fix in fixes)
        {
            WritePosition(json, fix);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("name", name);
        WriteList(json, "t", fixes, fix => Math.Round(fix.Seconds, 3));
        WriteList(json, "speed_mps", fixes, fix => fix.SpeedMetresPerSecond);
        WriteList(json, "heading_degrees", fixes, fix => fix.HeadingDegrees);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteKeyframe(Utf8JsonWriter json, JournalKeyframe keyframe, GpsFix fix, ClipFacts clip)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WritePropertyName("coordinates");
        WritePosition(json, fix);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteNumber("frame", keyframe.Frame);
        json.WriteRounded("t", keyframe.Seconds, 6);
        if (clip.RecordedAt is { } start)
        {
            DateTimeOffset at = start.AddSeconds(keyframe.Seconds);
            json.WriteString("recorded_at", at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture));
        }

        json.WriteString("reason", keyframe.Reason);
        json.WriteString("prompt_name", keyframe.PromptName);
        json.WriteString("prompt", keyframe.Prompt);
        json.WriteString("answer", keyframe.Answer);
        json.WriteString("do_not_rely", keyframe.DoNotRely);
        if (fix.SpeedMetresPerSecond is { } speed)
        {
            json.WriteNumber("speed_mps", speed);
        }

        json.WriteStartArray("top");
        foreach (PlayerValue player in keyframe.Players.OrderByDescending(player => player.Value).Take(MostObjects))
        {
            json.WriteStartObject();
            json.WriteStartArray("tracks");
            foreach (int id in player.TrackIds)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
            json.WriteString("class", player.ClassName);
            json.WriteRounded("phi", player.Value, 6);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Longitude, latitude and, where it is known, altitude: the order of RFC 7946.</summary>
    private static void WritePosition(Utf8JsonWriter json, GpsFix fix)
    {
        json.WriteStartArray();
        json.WriteNumberValue(fix.Longitude);
        json.WriteNumberValue(fix.Latitude);
        if (fix.AltitudeMetres is { } altitude)
        {
            json.WriteNumberValue(altitude);
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<GpsFix> fixes, Func<GpsFix, double?> value)
    {
        json.WriteStartArray(name);
        foreach (GpsFix fix in fixes)
        {
            if (value(fix) is { } number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
