namespace PixelShap.Video.Language.Failures;

/// <summary>A reply as server-sent events, which some servers send whether they are asked to or not.</summary>
internal static class EventStream
{
    /// <summary>The data of its events, in their order; empty where the text is no event stream.</summary>
    public static IReadOnlyList<string> Events(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Any(line => line.StartsWith("data:", StringComparison.Ordinal))
            ? [.. lines.Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line["data:".Length..].Trim()).Where(data => data is not ("" or "[DONE]"))]
            : [];
    }

    /// <summary>The first event that tells of an error; null for none.</summary>
    public static string? FirstError(string text)
    {
        IReadOnlyList<string> events = Events(text);
        return events.FirstOrDefault(data => data.Contains("\"error\"", StringComparison.Ordinal)) ?? (events.Count > 0 ? events[0] : null);
    }
}
