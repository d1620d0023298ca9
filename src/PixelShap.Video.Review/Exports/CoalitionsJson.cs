using System.Text.Json;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;

namespace PixelShap.Video.Review.Exports;

/// <summary>Writes the coalitions that were asked.</summary>
internal static class CoalitionsJson
{
    /// <summary>Writes <c>coalitions</c>, which players were visible, v(S) and the answer, and <c>unanswered</c>, those that got no text and why.</summary>
    public static void WriteCoalitions(this Utf8JsonWriter json, JournalKeyframe keyframe)
    {
        json.WriteStartArray("coalitions");
        foreach (JournalCoalition coalition in keyframe.Coalitions)
        {
            json.WriteStartObject();
            WriteVisible(json, coalition.Visible, keyframe.Players.Count);
            json.WriteRounded("value", coalition.Value, 6);
            json.WriteString("answer", coalition.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unanswered");
        foreach (JournalUnanswered missing in keyframe.Unanswered)
        {
            json.WriteStartObject();
            WriteVisible(json, missing.Visible, keyframe.Players.Count);
            json.WriteString("kind", NameOf(missing.Kind));
            json.WriteString("why", missing.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The name of a kind of answer in the exports.</summary>
    public static string NameOf(AnswerKind kind) => kind.ToString().ToLowerInvariant();

    private static void WriteVisible(Utf8JsonWriter json, ulong visible, int players)
    {
        json.WriteStartArray("visible");
        for (int i = 0; i < players; i++)
        {
            if ((visible >> i & 1) != 0)
            {
                json.WriteNumberValue(i);
            }
        }

        json.WriteEndArray();
    }
}
