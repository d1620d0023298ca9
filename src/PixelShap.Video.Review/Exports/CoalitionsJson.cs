using System.Text.Json;
using PixelShap.Video.Journal;

namespace PixelShap.Video.Review.Exports;

/// <summary>Writes the coalitions that were asked.</summary>
internal static class CoalitionsJson
{
    /// <summary>Writes the property <c>coalitions</c>: which players were visible, v(S) and the answer.</summary>
    public static void WriteCoalitions(this Utf8JsonWriter json, JournalKeyframe keyframe)
    {
        json.WriteStartArray("coalitions");
        foreach (JournalCoalition coalition in keyframe.Coalitions)
        {
            json.WriteStartObject();
            json.WriteStartArray("visible");
            for (int i = 0; i < keyframe.Players.Count; i++)
            {
                if ((coalition.Visible >> i & 1) != 0)
                {
                    json.WriteNumberValue(i);
                }
            }

            json.WriteEndArray();
            json.WriteRounded("value", coalition.Value, 6);
            json.WriteString("answer", coalition.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
