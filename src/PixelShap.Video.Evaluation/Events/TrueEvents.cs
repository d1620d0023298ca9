using System.Text.Json;
using PixelShap.Video.Files;

namespace PixelShap.Video.Evaluation.Events;

/// <summary>An event that is known to be in a clip.</summary>
/// <param name="Kind">What.</param>
/// <param name="Seconds">When.</param>
public sealed record TrueEvent(string Kind, double Seconds);

/// <summary>Reads the events of a truth file, the form of sample-videos.</summary>
public static class TrueEvents
{
    private const long MostBytes = 256L << 20;

    /// <summary>Reads them.</summary>
    /// <param name="path">The file; its <c>events</c> have <c>kind</c> and <c>time_seconds</c>.</param>
    /// <exception cref="PixelShapException">The file cannot be read, or says nothing of events.</exception>
    public static IReadOnlyList<TrueEvent> Read(string path)
    {
        const string remedy = "Give a truth with events: [{\"kind\": \"impact\", \"time_seconds\": 4.5}], the form of sample-videos.";
        try
        {
            using FileStream file = RegularFile.Open(path, MostBytes);
            using var document = JsonDocument.Parse(file);
            return document.RootElement.TryGetProperty("events", out JsonElement events)
                ? [.. events.EnumerateArray().Select(one => new TrueEvent(one.GetProperty("kind").GetString() ?? "", one.GetProperty("time_seconds").GetDouble()))]
                : throw new PixelShapException(ExitCode.Input, $"{path} says nothing of events.", remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PixelShapException(ExitCode.Input, $"{path} is no truth of events: {Cause.OfContent(exception)}.", remedy, exception);
        }
    }
}
