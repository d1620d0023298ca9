using System.Text.Json;
using PixelShap.Video.Events;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Writes what happened on the drive for the page of a report: the events, and the sentence that tells the moment that matters most.</summary>
internal static class ReportEvents
{
    public static void Write(Utf8JsonWriter json, RunResults results, bool withoutAnswers)
    {
        ReviewMoment? most = ReviewMoment.Find(results, double.NegativeInfinity, double.PositiveInfinity, 1, 0) is [var first] ? first : null;

        // The sentence quotes the answer.
        json.WriteString("story", most?.Event is null || withoutAnswers ? "" : ReviewStory.Of(most, results));
        json.WriteStartArray("events");
        foreach (DrivingEvent one in results.Events)
        {
            json.WriteStartObject();
            json.WriteRounded("t", one.Seconds, 6);
            json.WriteString("kind", one.Kind);
            json.WriteString("words", ReviewStory.Words(one, results));
            json.WriteRounded("strength", one.Strength, 3);
            json.WriteString("evidence", one.Evidence);
            json.WriteBoolean("most", ReferenceEquals(one, most?.Event));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
