using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Clips;

/// <summary>The files of a drive as <c>drive.json</c> holds them, so that whoever shows a run later joins them in the same way.</summary>
public static class DriveJson
{
    private const int Version = 1;

    /// <summary>Writes a drive.</summary>
    public static JsonObject Write(ClipInput drive)
    {
        ArgumentNullException.ThrowIfNull(drive);
        return new JsonObject
        {
            ["schema"] = Version,
            ["folder"] = Path.GetFullPath(drive.Path),
            ["view"] = drive.View.Length > 0 ? drive.View : null,
            ["time_base"] = drive.Parts[0].Begin.TimeBase.ToString(),
            ["files"] = Files(drive, withPlace: true),
        };
    }

    /// <summary>The files with their times, for people and programs.</summary>
    /// <param name="drive">The drive.</param>
    /// <param name="withPlace">Whether to add the ticks by which they are joined.</param>
    public static JsonArray Files(ClipInput drive, bool withPlace = false)
    {
        ArgumentNullException.ThrowIfNull(drive);
        return new JsonArray([.. drive.Parts.Select(part =>
        {
            var file = new JsonObject
            {
                ["path"] = part.Path,
                ["sha256"] = part.Sha256,
                ["begin_seconds"] = Math.Round(part.Begin.Seconds, 6),
                ["end_seconds"] = part.End is { } end ? Math.Round(end.Seconds, 6) : null,
                ["after_gap"] = part.IsAfterGap,
            };
            if (withPlace)
            {
                file["begin"] = part.Begin.Ticks;
                file["shift"] = part.Shift.Ticks;
                file["end"] = part.End?.Ticks;
                file["frame_rate"] = part.FrameRate;
            }

            return (JsonNode)file;
        })]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
    public static ClipInput? Read(JsonNode? node)
    {
        if (node is not JsonObject drive || drive["files"] is not JsonArray { Count: > 0 } files || Text(drive, "folder") is not { } folder
            || Rational.TryParse(Text(drive, "time_base")) is not { Numerator: > 0 } timeBase)
        {
            return null;
        }

        DrivePart?[] parts = [.. files.Select(file => Part(file as JsonObject, timeBase))];
        return parts.All(part => part is not null) ? new ClipInput(folder) { View = Text(drive, "view") ?? "", Parts = [.. parts.OfType<DrivePart>()] } : null;
    }

    private static DrivePart? Part(JsonObject? file, Rational timeBase) =>
        file is not null && Text(file, "path") is { Length: > 0 } path && Whole(file, "begin") is { } begin && Whole(file, "shift") is { } shift
            ? new DrivePart(path, new MediaTime(begin, timeBase), new MediaTime(shift, timeBase))
            {
                End = Whole(file, "end") is { } end ? new MediaTime(end, timeBase) : null,
                IsAfterGap = file["after_gap"] is JsonValue gap && gap.TryGetValue(out bool isAfterGap) && isAfterGap,
                FrameRate = file["frame_rate"] is JsonValue rate && rate.TryGetValue(out double perSecond) && perSecond is >= 0 and <= 1000 ? perSecond : 0,
                Sha256 = Text(file, "sha256") ?? "",
            }
            : null;

    private static string? Text(JsonObject item, string key) => item[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static long? Whole(JsonObject item, string key) =>
        item[key] is JsonValue value && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
