using System.Text.Json;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>tracks.jsonl</c>: the importance tracks, one line per frame and object. Fields: docs/outputs.md.</summary>
public static class TracksJsonLines
{
    /// <summary>Writes all frames in order, the objects of a frame by track id.</summary>
    public static void Write(Stream stream, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        using var lines = new JsonLines(stream);
        var lastSeen = new Dictionary<int, long>();
        long previous = -1;
        foreach (JournalFrame frame in results.ReadTracks())
        {
            foreach (JournalObject item in frame.Objects)
            {
                lines.WriteLine(json =>
                {
                    Detection detection = frame.Detections[item.Detection];
                    ImportanceSample importance = results.Prompts[0].Timeline.At(item.TrackId, frame.Seconds);
                    json.WriteNumber("track", item.TrackId);
                    json.WriteString("class", results.ClassOf(item));
                    json.WriteNumber("frame", frame.Index);
                    json.WriteNumber("epoch", frame.Epoch);
                    json.WriteNumber("pts", frame.Pts.Ticks);
                    json.WriteString("time_base", frame.Pts.TimeBase.ToString());
                    json.WriteRounded("t", frame.Seconds, 6);
                    json.WriteStartArray("box");
                    foreach (float value in (float[])[detection.Box.Left, detection.Box.Top, detection.Box.Width, detection.Box.Height])
                    {
                        json.WriteNumberValue(Math.Round((double)value, 2) + 0.0);
                    }

                    json.WriteEndArray();
                    json.WriteRounded("score", detection.Score, 4);
                    json.WriteString("source", SampleKinds.SourceOf(frame, item));
                    WriteSample(json, importance);
                    json.WriteString("mark", MarkOf(results.Tracks[item.TrackId], frame, !item.IsFilled && lastSeen.GetValueOrDefault(item.TrackId, previous) < previous));
                    if (results.Prompts.Count > 1)
                    {
                        WriteByPrompt(json, results, item.TrackId, frame.Seconds);
                    }
                });
                if (!item.IsFilled)
                {
                    lastSeen[item.TrackId] = frame.Index;
                }
            }

            previous = frame.Index;
        }
    }

    private static void WriteByPrompt(Utf8JsonWriter json, RunResults results, int trackId, double seconds)
    {
        json.WriteStartObject("by_prompt");
        foreach (PromptResults prompt in results.Prompts)
        {
            json.WriteStartObject(prompt.Name);
            WriteSample(json, prompt.Timeline.At(trackId, seconds));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter json, ImportanceSample importance)
    {
        bool known = importance.Kind != SampleKind.None;
        json.WriteRounded("importance", known ? importance.Mean : double.NaN, 6);
        json.WriteRounded("sd", known ? Math.Sqrt(importance.Variance) : double.NaN, 6);
        json.WriteString("kind", SampleKinds.NameOf(importance.Kind));
    }

    /// <summary>What this sight is in the life of the track: its birth, its death, the first after a gap; null for an ordinary one.</summary>
    private static string? MarkOf(TrackSpan span, JournalFrame frame, bool wasAway) =>
        frame.Seconds == span.FirstSeconds ? "birth"
        : frame.Seconds == span.LastSeconds ? "death"
        : wasAway ? "gap"
        : null;
}
