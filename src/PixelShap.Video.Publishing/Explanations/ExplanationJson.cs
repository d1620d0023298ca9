using System.Text.Encodings.Web;
using System.Text.Json;
using PixelShap.Estimation;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Writes <c>explain.json</c>. Fields: docs/outputs.md.</summary>
public static class ExplanationJson
{
    private const int Schema = 1;
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the explanation of a picture of the given size.</summary>
    public static void Write(Stream stream, Explanation explanation, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        KeyframeAttribution attribution = explanation.Attribution;
        AttributionConfiguration settings = explanation.Configuration.Attribution;
        JsonElement names = JsonSerializer.SerializeToElement(ConfigurationSchema.ToJsonObject(settings));
        using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("product", explanation.Product);
        json.WriteStartObject("image");
        json.WriteString("name", explanation.ImageName);
        json.WriteString("sha256", explanation.ImageHash);
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteEndObject();
        json.WriteString("prompt", attribution.Prompt);
        json.WriteString("model", attribution.Model);
        json.WriteString("answer", attribution.Answer);
        json.WriteString("segmenter", explanation.Segmenter);
        json.WriteString("similarity", explanation.Similarity);
        json.WriteString("region", names.GetProperty("region").GetString());
        json.WriteString("fill", names.GetProperty("fill").GetString());
        json.WriteString("budget", settings.Budget);
        json.WriteNumber("seed", explanation.Configuration.Seed);
        json.WriteString("estimator", attribution.Estimator);
        json.WriteBoolean("shapley", Estimators.Create(attribution.Estimator).EstimatesShapley);
        json.WriteNumber("calls", attribution.Calls);
        json.WriteRounded("v_empty", attribution.EmptyValue, 6);
        json.WriteRounded("v_full", attribution.FullValue, 6);
        json.WriteRounded("efficiency_gap", attribution.EfficiencyGap, 6);
        json.WriteStartArray("players");
        foreach (ExplainedPlayer player in explanation.Rank().OrderBy(player => player.Index))
        {
            WritePlayer(json, player, attribution);
        }

        json.WriteEndArray();
        json.WriteEvidence(attribution);
        WriteAttributes(json, explanation);
        WriteWords(json, explanation.Words);
        json.WriteClaims(explanation.Claims());
        json.WriteCoalitions(attribution);
        json.WriteFaithfulness(attribution.Faithfulness);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes <c>attributes</c>: what those of one object count for; null where nobody asked.</summary>
    private static void WriteAttributes(Utf8JsonWriter json, Explanation explanation)
    {
        if (explanation.Attributes is not { } found)
        {
            json.WriteNull("attributes");
            return;
        }

        json.WriteStartObject("attributes");
        json.WriteNumber("player", found.Player);
        json.WriteRounded("phi_object", found.Whole, 6);
        json.WriteRounded("phi_presence", found.Presence, 6);
        json.WriteRounded("gap", found.Gap, 6);
        json.WriteNumber("calls", found.Calls);
        json.WriteStartArray("values");
        foreach (AttributeValue item in found.Attributes)
        {
            json.WriteStartObject();
            json.WriteString("attribute", item.Attribute.ToString().ToLowerInvariant());
            json.WriteRounded("phi", item.Value, 6);
            json.WriteRounded("se", item.StandardError, 6);
            json.WriteString("answer_without", item.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>words</c>: what the phrases of the question and the parts of the picture count for in one game; null where nobody asked.</summary>
    private static void WriteWords(Utf8JsonWriter json, WordValues? words)
    {
        if (words is null)
        {
            json.WriteNull("words");
            return;
        }

        json.WriteStartObject("words");
        json.WriteStartArray("phrases");
        foreach (WordValue phrase in words.Phrases)
        {
            json.WriteStartObject();
            json.WriteString("text", phrase.Text);
            json.WriteRounded("phi", phrase.Value, 6);
            json.WriteRounded("se", phrase.StandardError, 6);
            json.WriteString("answer_without", phrase.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumbers("phi_players", [.. words.Picture.SkipLast(1).Select(part => part.Value)], 6);
        json.WriteRounded("phi_scene", words.Picture[^1].Value, 6);
        json.WriteRounded("v_empty", words.EmptyValue, 6);
        json.WriteRounded("efficiency_gap", words.EfficiencyGap, 6);
        (double share, double low, double high) = words.PictureShare;
        json.WriteRounded("picture_share", share, 6);
        json.WriteRounded("picture_share_low", low, 6);
        json.WriteRounded("picture_share_high", high, 6);
        json.WriteNumber("calls", words.Calls);
        json.WritePairs(words.Pairs);
        json.WriteEndObject();
    }

    private static void WritePlayer(Utf8JsonWriter json, ExplainedPlayer player, KeyframeAttribution attribution)
    {
        json.WriteStartObject();
        json.WriteNumber("rank", player.Rank);
        json.WriteString("class", player.Player.ClassName);
        json.WriteRounded("phi", player.Player.Value, 6);
        json.WriteRounded("se", player.Player.StandardError, 6);
        json.WriteRounded("low", player.Low, 6);
        json.WriteRounded("high", player.High, 6);
        json.WriteRounded("share", player.Share, 6);
        json.WriteCounterfactual(attribution, player.Index);
        json.WriteStartArray("objects");
        foreach (TrackedObject item in player.Objects)
        {
            Detection seen = item.Detection;
            json.WriteStartObject();
            json.WriteNumber("id", item.TrackId);
            json.WriteString("class", seen.ClassName);
            json.WriteRounded("score", seen.Score, 4);
            json.WriteStartArray("box");
            foreach (float edge in (float[])[seen.Box.Left, seen.Box.Top, seen.Box.Width, seen.Box.Height])
            {
                json.WriteNumberValue(Math.Round(edge, 2) + 0.0);
            }

            json.WriteEndArray();
            if (seen.Mask is { } mask)
            {
                json.WriteSegmentation(mask);
            }
            else
            {
                json.WriteNull("segmentation");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
