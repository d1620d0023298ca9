using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Files;
using PixelShap.Video.Media.Names;

namespace PixelShap.Video.Media.Facts;

/// <summary>Tesla's <c>event.json</c> beside the clips of a folder: why they were kept, the car's local time of that, and about where it was.</summary>
/// <param name="Event">The event, on the clock of the clip.</param>
/// <param name="Fix">About where, at that time; null when it does not say.</param>
internal sealed record EventFile(RecordedEvent Event, GpsFix? Fix)
{
    /// <summary>Where the place comes from, for people.</summary>
    public const string Source = "event.json, about";

    private const string Name = "event.json";
    private const int MostBytes = 1 << 16, MostWords = 100;

    /// <summary>Reads the file beside a clip; null where there is none, or it makes no sense: it is an addition.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="name">What its name says: file and name are of the same clock.</param>
    public static EventFile? Of(string path, CameraName name)
    {
        string file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Name);
        if (name.Maker != "Tesla" || !File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(RegularFile.ReadText(file, MostBytes)) is JsonObject happened && DateTime.TryParse(Words(happened, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
                ? Of(happened, time, name)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static EventFile Of(JsonObject happened, DateTime time, CameraName name)
    {
        double? seconds = name.LocalTime is { } begins ? (time - begins).TotalSeconds : null;
        string place = string.Join(", ", new[] { Words(happened, "street"), Words(happened, "city") }.Where(word => word.Length > 0));
        bool isPlace = double.TryParse(Words(happened, "est_lat"), CultureInfo.InvariantCulture, out double latitude) & double.TryParse(Words(happened, "est_lon"), CultureInfo.InvariantCulture, out double longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && (latitude, longitude) != (0, 0);
        return new EventFile(
            new RecordedEvent(time, Words(happened, "reason")) { Seconds = seconds, Place = place },
            isPlace ? new GpsFix(Math.Max(0, seconds ?? 0), latitude, longitude) : null);
    }

    /// <summary>A value as words of one line; numbers, too, for some versions write them without quotes.</summary>
    private static string Words(JsonObject happened, string key) =>
        happened[key] is JsonValue value ? string.Concat(value.ToString().Where(character => !char.IsControl(character)).Take(MostWords)).Trim() : "";
}
