using System.Text.Json;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>The parts of a keyframe that several outputs write alike.</summary>
internal static class KeyframeJson
{
    /// <summary>Writes <c>coalitions</c>, which players were visible, v(S) and the answer, <c>cut_off</c>, those whose answer ends at the limit of tokens, where there are any, and <c>unanswered</c>, those that got no text and why.</summary>
    public static void WriteCoalitions(this Utf8JsonWriter json, KeyframeAttribution attribution)
    {
        json.WriteStartArray("coalitions");
        foreach (CoalitionAnswer coalition in attribution.Coalitions)
        {
            json.WriteStartObject();
            WriteVisible(json, coalition.Visible, attribution.Players.Count);
            json.WriteRounded("value", coalition.Value, 6);
            json.WriteString("answer", coalition.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (attribution.CutOff.Count > 0)
        {
            json.WriteStartArray("cut_off");
            foreach (ulong visible in attribution.CutOff)
            {
                json.WriteStartObject();
                WriteVisible(json, visible, attribution.Players.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("unanswered");
        foreach (UnansweredCoalition missing in attribution.Unanswered)
        {
            json.WriteStartObject();
            WriteVisible(json, missing.Visible, attribution.Players.Count);
            json.WriteString("kind", NameOf(missing.Kind));
            json.WriteString("why", missing.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes <c>tracks</c>, <c>class</c>, <c>phi</c> and <c>se</c> of a player into the object that is open.</summary>
    public static void WriteValued(this Utf8JsonWriter json, PlayerValue player)
    {
        json.WriteStartArray("tracks");
        foreach (int id in player.TrackIds)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
        json.WriteString("class", player.ClassName);
        json.WriteRounded("phi", player.Value, 6);
        json.WriteRounded("se", player.StandardError, 6);
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
