using System.Globalization;
using System.Text.Json.Nodes;

namespace PixelShap.Video.Clips;

/// <summary>The facts of a clip as <c>run.json</c> holds them under <c>clip</c>.</summary>
public static class ClipFactsJson
{
    private const string Unzoned = "yyyy-MM-dd'T'HH:mm:ss.fff", Zoned = Unzoned + "zzz", Zulu = Unzoned + "'Z'";

    /// <summary>Writes the facts.</summary>
    public static JsonObject Write(ClipFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new JsonObject
        {
            ["recorded_at"] = facts.RecordedAt?.ToString(facts.IsZoneKnown ? Zoned : Unzoned, CultureInfo.InvariantCulture),
            ["recorded_at_source"] = facts.RecordedAt is null ? null : facts.RecordedAtSource,
            ["recorded_at_uncertainty_seconds"] = facts.RecordedAt is null ? null : facts.RecordedAtUncertaintySeconds,
            ["camera_clock_error_seconds"] = facts.CameraClockErrorSeconds is { } error ? Math.Round(error, 3) : null,
            ["device"] = facts.Device.Length == 0 ? null : facts.Device,
            ["rotation"] = facts.Rotation,
            ["gps"] = new JsonArray([.. facts.Fixes.Select(fix => (JsonNode)new JsonObject
            {
                ["seconds"] = Math.Round(fix.Seconds, 3),
                ["latitude"] = fix.Latitude,
                ["longitude"] = fix.Longitude,
                ["altitude_m"] = fix.AltitudeMetres,
                ["speed_mps"] = fix.SpeedMetresPerSecond,
                ["heading_degrees"] = fix.HeadingDegrees,
                ["time"] = fix.Time?.ToString(fix.IsUtc ? Zulu : Unzoned, CultureInfo.InvariantCulture),
                ["acceleration_mps2"] = fix.Acceleration is { } a ? new JsonArray(a.X, a.Y, a.Z) : null,
            })]),
            ["gps_source"] = facts.FixesSource.Length == 0 ? null : facts.FixesSource,
            ["unread_telemetry"] = facts.UnreadTelemetry,
            ["unread_text"] = facts.UnreadText,
            ["unread_clock"] = facts.UnreadClock,
            ["event"] = facts.Event is not { } happened ? null : new JsonObject
            {
                ["time"] = happened.Time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                ["reason"] = happened.Reason,
                ["seconds"] = happened.Seconds is { } at ? Math.Round(at, 3) : null,
                ["place"] = happened.Place.Length == 0 ? null : happened.Place,
            },
            ["recovery"] = facts.Recovery is not { } recovery ? null : new JsonObject
            {
                ["recovered_seconds"] = Math.Round(recovery.RecoveredSeconds, 3),
                ["promised_seconds"] = recovery.PromisedSeconds is { } promised ? Math.Round(promised, 3) : null,
                ["method"] = recovery.Method,
            },
        };
    }

    /// <summary>Reads what <see cref="Write"/> wrote. What is missing or makes no sense is left out: the facts are an addition to a run, never a
    /// reason not to show it.</summary>
    public static ClipFacts Read(JsonNode? node)
    {
        if (node is not JsonObject clip)
        {
            return ClipFacts.Unknown;
        }

        bool isDated = DateTimeOffset.TryParse(Text(clip, "recorded_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at);
        return new ClipFacts
        {
            RecordedAt = isDated ? at : null,
            IsZoneKnown = !isDated || Text(clip, "recorded_at")!.Length > "yyyy-MM-ddTHH:mm:ss.fff".Length,
            RecordedAtSource = isDated ? Text(clip, "recorded_at_source") ?? "" : "",
            RecordedAtUncertaintySeconds = isDated ? Number(clip, "recorded_at_uncertainty_seconds") : null,
            CameraClockErrorSeconds = Number(clip, "camera_clock_error_seconds"),
            Device = Text(clip, "device") ?? "",
            Rotation = (int)(Number(clip, "rotation") ?? 0),
            Fixes = clip["gps"] is JsonArray gps ? [.. gps.OfType<JsonObject>().Select(Fix).OfType<GpsFix>().OrderBy(fix => fix.Seconds)] : [],
            FixesSource = Text(clip, "gps_source") ?? "",
            UnreadTelemetry = Text(clip, "unread_telemetry"),
            UnreadText = Text(clip, "unread_text"),
            UnreadClock = Text(clip, "unread_clock"),
            Event = clip["event"] is JsonObject happened && DateTime.TryParse(Text(happened, "time"), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
                ? new RecordedEvent(time, Text(happened, "reason") ?? "") { Seconds = Number(happened, "seconds"), Place = Text(happened, "place") ?? "" }
                : null,
            Recovery = clip["recovery"] is JsonObject recovery && Number(recovery, "recovered_seconds") is { } recovered
                ? new ClipRecovery(recovered, Number(recovery, "promised_seconds"), Text(recovery, "method") ?? "")
                : null,
        };
    }

    private static GpsFix? Fix(JsonObject fix) =>
        Number(fix, "seconds") is { } seconds && Number(fix, "latitude") is { } latitude && Number(fix, "longitude") is { } longitude
        && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? new GpsFix(seconds, latitude, longitude)
            {
                AltitudeMetres = Number(fix, "altitude_m"),
                SpeedMetresPerSecond = Number(fix, "speed_mps"),
                HeadingDegrees = Number(fix, "heading_degrees"),
                Time = DateTimeOffset.TryParse(Text(fix, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null,
                IsUtc = Text(fix, "time") is not { } text || text.EndsWith('Z'),
                Acceleration = fix["acceleration_mps2"] is JsonArray { Count: 3 } a && a.All(axis => axis is JsonValue value && value.TryGetValue(out double _))
                    ? new Acceleration(a[0]!.GetValue<double>(), a[1]!.GetValue<double>(), a[2]!.GetValue<double>())
                    : null,
            }
            : null;

    private static string? Text(JsonObject item, string key) => item[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double? Number(JsonObject item, string key) =>
        item[key] is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;
}
