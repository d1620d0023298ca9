using System.Text.Json;
using PixelShap.Estimation;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>
/// Writes the keyframes of a question: ranking, every coalition with its picture and answer, what the estimator spent and how sure it is.
/// </summary>
internal static class ReportKeyframes
{
    public static void Write(Utf8JsonWriter json, PromptResults prompt, ReportSource source)
    {
        (IReportPictures pictures, ReportSharing sharing, RunResults results) = (source.Pictures, source.Sharing, source.Results);
        json.WriteStartArray("keyframes");
        foreach (JournalKeyframe keyframe in prompt.Timeline.Keyframes.Select(results.Settled))
        {
            json.WriteStartObject();
            WriteMoment(json, keyframe.Frame, keyframe.Seconds, keyframe.Reason, keyframe.Prompt, keyframe.Model, pictures);
            json.WriteString("answer", sharing.Shown(keyframe.Answer));
            json.WriteString("do_not_rely", keyframe.DoNotRely);
            json.WriteString("estimator", keyframe.Attribution.Estimator);
            json.WriteBoolean("shapley", Estimators.Create(keyframe.Attribution.Estimator).EstimatesShapley);
            json.WriteNumber("calls", keyframe.Attribution.Calls);
            json.WriteNumber("more_calls", (keyframe.Attribution.Faithfulness?.Calls ?? 0) + keyframe.Attribution.ControlCalls);
            json.WriteBoolean("carried", keyframe.Attribution.IsCarried);
            json.WriteBoolean("change", keyframe.Attribution.IsChange);
            json.WriteRounded("noise", Math.Sqrt(keyframe.Attribution.NoiseVariance), 5);
            json.WriteRounded("v_empty", keyframe.Attribution.EmptyValue, 5);
            json.WriteRounded("v_full", keyframe.Attribution.FullValue, 5);
            json.WriteRounded("gap", keyframe.Attribution.EfficiencyGap, 5);
            json.WriteFaithfulness(keyframe.Attribution.Faithfulness);
            WriteVerdict(json, sharing.Shown(keyframe.Attribution).Verdict);
            WriteClaims(json, sharing.WithoutAnswers ? [] : results.ClaimsOf(keyframe));
            WritePlayers(json, keyframe, sharing);
            WriteCoalitions(json, keyframe, pictures, sharing);
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("skipped");
        foreach (JournalSkippedKeyframe skipped in prompt.Skipped)
        {
            json.WriteStartObject();
            WriteMoment(json, skipped.Frame, skipped.Seconds, skipped.Reason, skipped.Prompt, skipped.Model, pictures);
            json.WriteString("kind", KeyframeJson.NameOf(skipped.Kind));
            json.WriteString("why", sharing.Shown(skipped.Why));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMoment(
        Utf8JsonWriter json, long frame, double seconds, string reason, string prompt, string model, IReportPictures pictures)
    {
        json.WriteNumber("frame", frame);
        json.WriteRounded("t", seconds, 6);
        json.WriteString("reason", reason);
        json.WriteString("because", KeyframeReasons.Because(reason));
        json.WriteString("prompt", prompt);
        json.WriteString("model", model);
        json.WriteString("picture", pictures.Find(frame, IReportPictures.Whole));
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteVerdict(verdict);
        json.WriteStartArray("regions");
        foreach (SceneRegion region in verdict.Regions)
        {
            json.WriteStartObject();
            json.WriteNumber("id", region.Id);
            json.WriteString("name", region.Name);
            json.WriteRounded("phi", region.Value, 6);
            json.WriteString("outline", MaskOutline.PathOf(region.Mask, region.Mask.ImageWidth));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClaims(Utf8JsonWriter json, IReadOnlyList<Claim> claims)
    {
        json.WriteStartArray("claims");
        foreach (Claim claim in claims)
        {
            json.WriteStartObject();
            json.WriteNumber("start", claim.Start);
            json.WriteString("text", claim.Text);
            json.WriteString("support", KeyframeJson.NameOf(claim.Support));
            json.WriteString("checked", KeyframeJson.NameOf(claim.Topic));
            json.WriteNumbers("phi", claim.Values, 4);
            json.WriteNumbers("se", claim.StandardErrors, 4);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlayers(Utf8JsonWriter json, JournalKeyframe keyframe, ReportSharing sharing)
    {
        json.WriteStartArray("players");
        foreach ((int index, PlayerValue player) in keyframe.Players.Index())
        {
            json.WriteStartObject();
            json.WriteValued(player);
            json.WriteRounded("own", player.Own.Value, 6);
            json.WriteRounded("own_se", player.Own.StandardError, 6);
            json.WriteString("without", sharing.WithoutAnswers ? null : keyframe.Attribution.AnswerWithout(index));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoalitions(Utf8JsonWriter json, JournalKeyframe keyframe, IReportPictures pictures, ReportSharing sharing)
    {
        json.WriteStartArray("coalitions");
        foreach (CoalitionAnswer coalition in keyframe.Attribution.Coalitions)
        {
            json.WriteStartObject();
            WriteVisible(json, coalition.Visible, keyframe, pictures);
            json.WriteRounded("value", coalition.Value, 5);
            json.WriteString("answer", sharing.Shown(coalition.Answer));
            json.WriteEndObject();
        }

        foreach (UnansweredCoalition missing in keyframe.Attribution.Unanswered)
        {
            json.WriteStartObject();
            WriteVisible(json, missing.Visible, keyframe, pictures);
            json.WriteString("kind", KeyframeJson.NameOf(missing.Kind));
            json.WriteString("why", sharing.Shown(missing.Why));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteVisible(Utf8JsonWriter json, ulong visible, JournalKeyframe keyframe, IReportPictures pictures)
    {
        json.WriteStartArray("visible");
        for (int i = 0; i < keyframe.Players.Count; i++)
        {
            if ((visible >> i & 1) != 0)
            {
                json.WriteNumberValue(i);
            }
        }

        json.WriteEndArray();
        json.WriteString("picture", pictures.Find(keyframe.Frame, visible));
    }
}
