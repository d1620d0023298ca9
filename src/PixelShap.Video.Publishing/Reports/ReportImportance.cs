using System.Text.Json;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Writes importance over time: for each track that a keyframe valued, φ and its standard deviation at each sight.</summary>
internal static class ReportImportance
{
    private const int Digits = 6;

    public static void Write(Utf8JsonWriter json, ReportSights sights, ImportanceTimeline timeline)
    {
        json.WriteStartObject("importance");
        foreach (ReportTrack track in sights.Tracks.Where(track => timeline.Tracks.ContainsKey(track.Span.TrackId)))
        {
            ImportanceSample[] samples = [.. track.Frames.Select(frame => timeline.At(track.Span.TrackId, sights.FrameSeconds[frame]))];
            json.WriteStartObject($"{track.Span.TrackId}");
            WriteNumbers(json, "phi", samples.Select(sample => sample.Mean));
            WriteNumbers(json, "sd", samples.Select(sample => Math.Sqrt(sample.Variance)));
            json.WriteStartArray("observed");
            for (int i = 0; i < samples.Length; i++)
            {
                if (samples[i].Kind == SampleKind.Observed)
                {
                    json.WriteNumberValue(i);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(Math.Round(value, Digits) + 0.0);
        }

        json.WriteEndArray();
    }
}
