using System.Text.Json;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;

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

    /// <summary>Writes <c>verdict</c>: its kind, the same as a sentence, the players that it names by their place, whether the model reacts to the patch, and the pairs of players that act together.</summary>
    public static void WriteVerdict(this Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("kind", NameOf(verdict.Kind));
        json.WriteString("sentence", verdict.Sentence);
        json.WriteStartArray("players");
        foreach (int player in verdict.Players)
        {
            json.WriteNumberValue(player);
        }

        json.WriteEndArray();
        json.WriteBoolean("reacts_to_patch", verdict.ReactsToPatch);
        json.WritePairs(verdict.Pairs);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>pairs</c>: two players by their places, their kind, and the interaction index with its 90 % interval.</summary>
    public static void WritePairs(this Utf8JsonWriter json, IReadOnlyList<PairInteraction> pairs)
    {
        json.WriteStartArray("pairs");
        foreach (PairInteraction pair in pairs)
        {
            json.WriteStartObject();
            json.WriteStartArray("players");
            json.WriteNumberValue(pair.First);
            json.WriteNumberValue(pair.Second);
            json.WriteEndArray();
            json.WriteString("kind", NameOf(pair.Kind));
            json.WriteRounded("index", pair.Value, 6);
            json.WriteRounded("low", pair.Low, 6);
            json.WriteRounded("high", pair.High, 6);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what a verdict is made of: <c>verdict</c>, <c>phi_scene</c>, <c>control_calls</c>, <c>controls</c> and <c>regions</c>.</summary>
    public static void WriteEvidence(this Utf8JsonWriter json, KeyframeAttribution attribution)
    {
        Verdict verdict = attribution.Verdict;
        json.WriteVerdict(verdict);
        json.WriteRounded("phi_scene", attribution.SceneValue, 6);
        json.WriteNumber("control_calls", attribution.ControlCalls);
        json.WriteStartArray("controls");
        foreach (ControlAnswer control in attribution.Controls)
        {
            json.WriteStartObject();
            json.WriteString("shown", NameOf(control.Control.Kind));
            if (control.Control.Kind is ControlKind.Coalition or ControlKind.OtherFill)
            {
                WriteVisible(json, control.Control.Detail, attribution.Players.Count);
            }

            json.WriteRounded("value", control.Value, 6);
            json.WriteString("answer", control.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("regions");
        foreach (SceneRegion region in verdict.Regions)
        {
            json.WriteStartObject();
            json.WriteNumber("id", region.Id);
            json.WriteString("place", region.Place);
            WriteWords(json, "words", region.Words);
            json.WriteRounded("phi", region.Value, 6);
            json.WriteString("answer_without", region.Answer);
            json.WriteSegmentation(region.Mask);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The name of a kind of pair in the exports.</summary>
    public static string NameOf(PairKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The name of a kind of verdict in the exports.</summary>
    public static string NameOf(VerdictKind kind) => kind.ToString().ToLowerInvariant();

    private static string NameOf(ControlKind kind) => kind switch
    {
        ControlKind.Coalition => "coalition",
        ControlKind.Blank => "blank",
        ControlKind.Players => "players",
        ControlKind.Repeat => "repeat",
        ControlKind.OtherFill => "other_fill",
        _ => kind.ToString(),
    };

    /// <summary>Writes <c>segmentation</c>, COCO's compressed run lengths.</summary>
    public static void WriteSegmentation(this Utf8JsonWriter json, Mask mask)
    {
        json.WriteStartObject("segmentation");
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.ImageHeight);
        json.WriteNumberValue(mask.ImageWidth);
        json.WriteEndArray();
        json.WriteString("counts", CocoRle.Encode(mask));
        json.WriteEndObject();
    }

    /// <summary>Writes <c>answer_without</c>, the answer where this player alone was hidden, and the words that went and came; null where nobody asked.</summary>
    public static void WriteCounterfactual(this Utf8JsonWriter json, KeyframeAttribution attribution, int player)
    {
        string? without = attribution.AnswerWithout(player);
        json.WriteString("answer_without", without);
        if (without is null)
        {
            return;
        }

        WordChange change = WordChange.Between(attribution.Answer, without);
        WriteWords(json, "words_gone", change.Gone);
        WriteWords(json, "words_came", change.Came);
    }

    /// <summary>Writes <c>claims</c>: what the answer says, one by one, with φ and standard error of each player for it, and whether what it names is there.</summary>
    public static void WriteClaims(this Utf8JsonWriter json, IReadOnlyList<Claim> claims)
    {
        json.WriteStartArray("claims");
        foreach (Claim claim in claims)
        {
            json.WriteStartObject();
            json.WriteNumber("start", claim.Start);
            json.WriteString("text", claim.Text);
            json.WriteString("support", NameOf(claim.Support));
            json.WriteString("checked", NameOf(claim.Topic));
            json.WriteRounded("v_empty", claim.EmptyValue, 6);
            json.WriteNumbers("phi", claim.Values, 6);
            json.WriteNumbers("se", claim.StandardErrors, 6);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes numbers as an array.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IReadOnlyList<double> numbers, int digits)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
        {
            json.WriteNumberValue(Math.Round(number, digits) + 0.0);
        }

        json.WriteEndArray();
    }

    /// <summary>The name of a kind of support in the exports.</summary>
    public static string NameOf(ClaimSupport support) => support.ToString().ToLowerInvariant();

    /// <summary>The name of what a claim was checked for in the exports; null for nothing.</summary>
    public static string? NameOf(ClaimTopic topic) => topic == ClaimTopic.None ? null : topic.ToString().ToLowerInvariant();

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (string word in words)
        {
            json.WriteStringValue(word);
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
