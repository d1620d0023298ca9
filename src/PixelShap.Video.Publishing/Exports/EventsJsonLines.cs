using PixelShap.Video.Events;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>events.jsonl</c>: one line per event in order of time. Fields: docs/outputs.md.</summary>
internal static class EventsJsonLines
{
    public static void Write(Stream stream, IEnumerable<DrivingEvent> events)
    {
        using var lines = new JsonLines(stream);
        foreach (DrivingEvent one in events)
        {
            lines.WriteLine(writer =>
            {
                writer.WriteRounded("t", one.Seconds, 3);
                writer.WriteString("kind", one.Kind);
                writer.WriteRounded("strength", one.Strength, 3);
                writer.WriteString("evidence", one.Evidence);
                writer.WriteStartArray("tracks");
                foreach (int track in one.Tracks)
                {
                    writer.WriteNumberValue(track);
                }

                writer.WriteEndArray();
            });
        }
    }
}
