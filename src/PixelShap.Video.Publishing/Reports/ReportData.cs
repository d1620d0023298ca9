using System.Text.Json;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Writes what the page of a report knows, as JSON. Markup in texts is escaped, so that it can stand in a script element.</summary>
internal static class ReportData
{
    private const int ColourStops = 33;

    public static void Write(Stream stream, ReportSource source)
    {
        RunResults results = source.Results;
        ReportSights sights = ReportSights.Read(results);

        // The default encoder turns <, >, & and quotes into \u escapes.
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber("schema", 1);
        json.WriteString("product", source.Product);
        WriteClip(json, results);
        WriteVideo(json, source.Video);
        WriteColours(json, results);
        WriteStrings(json, "notes", source.Notes);
        json.WriteBoolean("withheld", source.Sharing.WithoutAnswers);
        WriteFrames(json, sights);
        WriteTracks(json, sights);
        ReportEvents.Write(json, results, source.Sharing.WithoutAnswers);
        json.WriteStartArray("prompts");
        foreach (PromptResults prompt in results.Prompts)
        {
            json.WriteStartObject();
            json.WriteString("name", prompt.Name);
            ReportImportance.Write(json, sights, prompt.Timeline);
            ReportKeyframes.Write(json, prompt, source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("record");
        source.Sharing.Shown(source.Document).WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteClip(Utf8JsonWriter json, RunResults results)
    {
        json.WriteStartObject("clip");
        json.WriteString("name", InputName.Of(results.Header.Input));
        json.WriteString("sha256", results.Header.InputHash);
        json.WriteNumber("width", results.Header.Width);
        json.WriteNumber("height", results.Header.Height);
        json.WriteRounded("start", results.Seconds.Start, 6);
        json.WriteRounded("end", results.Seconds.End, 6);
        json.WriteNumber("frames", results.FrameCount);
        json.WriteNumber("dropped", results.End?.Dropped ?? 0);
        json.WriteBoolean("live", results.Header.InputHash.Length == 0);
        json.WriteBoolean("complete", results.End is not null);
        json.WriteString("analysed_at", results.Header.CreatedAt);
        json.WriteEndObject();
    }

    private static void WriteVideo(Utf8JsonWriter json, ReportVideo? video)
    {
        if (video is null)
        {
            json.WriteNull("video");
            return;
        }

        json.WriteStartObject("video");
        json.WriteString("address", video.Address);
        json.WriteNumber("width", video.Width);
        json.WriteNumber("height", video.Height);
        json.WriteStartArray("picture");
        foreach (int value in (int[])[video.Picture.X, video.Picture.Y, video.Picture.Width, video.Picture.Height])
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
        json.WriteNumber("offset", video.OffsetSeconds);
        json.WriteEndObject();
    }

    /// <summary>The scale of the annotated video.</summary>
    private static void WriteColours(Utf8JsonWriter json, RunResults results)
    {
        var colours = new ImportanceColours(ImportanceColours.RangeOf(results));
        json.WriteStartObject("colours");
        json.WriteNumber("range", colours.Range);
        foreach ((string name, int sign) in ((string, int)[])[("positive", 1), ("negative", -1)])
        {
            json.WriteStartArray(name);
            for (int i = 0; i < ColourStops; i++)
            {
                Rgb colour = colours.Colour(sign * Math.Max(1e-9, colours.Range * i / (ColourStops - 1)));
                json.WriteStringValue($"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}");
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter json, ReportSights sights)
    {
        json.WriteStartArray("frames");
        foreach (double seconds in sights.FrameSeconds)
        {
            json.WriteNumberValue(Math.Round(seconds, 6));
        }

        json.WriteEndArray();
        json.WriteNumber("stride", sights.Stride);
    }

    private static void WriteTracks(Utf8JsonWriter json, ReportSights sights)
    {
        json.WriteStartArray("tracks");
        foreach (ReportTrack track in sights.Tracks)
        {
            json.WriteStartObject();
            json.WriteNumber("id", track.Span.TrackId);
            json.WriteString("class", track.Span.ClassName);
            json.WriteRounded("first", track.Span.FirstSeconds, 6);
            json.WriteRounded("last", track.Span.LastSeconds, 6);
            json.WriteStartArray("frames");
            track.Frames.ForEach(json.WriteNumberValue);
            json.WriteEndArray();
            json.WriteStartArray("outlines");
            track.Outlines.ForEach(outline => json.WriteStringValue(outline));
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
