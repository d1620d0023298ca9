using PixelShap.Estimation;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>attributions.jsonl</c>: one line per keyframe with its answer, players, φ and every coalition. Fields: docs/outputs.md.</summary>
public static class AttributionsJsonLines
{
    /// <summary>Writes all keyframes in order of time, those of one frame in the order of the prompts.</summary>
    public static void Write(Stream stream, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        using var lines = new JsonLines(stream);
        IEnumerable<(long Frame, JournalRecord Record)> records = results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes
            .Select(keyframe => (keyframe.Frame, (JournalRecord)results.Settled(keyframe)))
            .Concat(prompt.Skipped.Select(skipped => (skipped.Frame, (JournalRecord)skipped))));

        // Sorting is stable, so that the order of the prompts stays.
        foreach ((_, JournalRecord record) in records.OrderBy(item => item.Frame))
        {
            if (record is JournalSkippedKeyframe skipped)
            {
                WriteSkipped(lines, skipped);
            }
            else
            {
                WriteValued(lines, (JournalKeyframe)record, results.ClaimsOf((JournalKeyframe)record));
            }
        }
    }

    private static void WriteValued(JsonLines lines, JournalKeyframe keyframe, IReadOnlyList<Claim> claims)
    {
        double positive = keyframe.Players.Sum(player => Math.Max(0, player.Value));
        lines.WriteLine(json =>
        {
            json.WriteNumber("frame", keyframe.Frame);
            json.WriteNumber("epoch", keyframe.Epoch);
            json.WriteNumber("pts", keyframe.Pts.Ticks);
            json.WriteString("time_base", keyframe.Pts.TimeBase.ToString());
            json.WriteRounded("t", keyframe.Seconds, 6);
            json.WriteString("reason", keyframe.Reason);
            json.WriteString("prompt_name", keyframe.PromptName);
            json.WriteString("prompt", keyframe.Prompt);
            json.WriteString("model", keyframe.Model);
            json.WriteString("answer", keyframe.Answer);
            json.WriteString("do_not_rely", keyframe.DoNotRely);
            json.WriteString("estimator", keyframe.Attribution.Estimator);
            json.WriteBoolean("shapley", Estimators.Create(keyframe.Attribution.Estimator).EstimatesShapley);
            json.WriteNumber("calls", keyframe.Attribution.Calls);
            json.WriteBoolean("carried", keyframe.Attribution.IsCarried);
            json.WriteBoolean("change", keyframe.Attribution.IsChange);
            json.WriteRounded("noise_variance", keyframe.Attribution.NoiseVariance, 9);
            json.WriteRounded("v_empty", keyframe.Attribution.EmptyValue, 6);
            json.WriteRounded("v_full", keyframe.Attribution.FullValue, 6);
            json.WriteRounded("efficiency_gap", keyframe.Attribution.EfficiencyGap, 6);
            json.WriteStartArray("players");
            foreach ((int index, PlayerValue player) in keyframe.Players.Index())
            {
                json.WriteStartObject();
                json.WriteValued(player);
                json.WriteRounded("phi_cold", player.ColdValue, 6);
                json.WriteRounded("se_cold", player.ColdStandardError, 6);
                json.WriteRounded("share", positive > 0 ? Math.Max(0, player.Value) / positive : 0, 6);
                json.WriteCounterfactual(keyframe.Attribution, index);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEvidence(keyframe.Attribution);
            json.WriteClaims(claims);
            json.WriteCoalitions(keyframe.Attribution);
            json.WriteFaithfulness(keyframe.Attribution.Faithfulness);
        });
    }

    /// <summary>The same fields as for a valued keyframe, without values, and why.</summary>
    private static void WriteSkipped(JsonLines lines, JournalSkippedKeyframe keyframe) => lines.WriteLine(json =>
    {
        json.WriteNumber("frame", keyframe.Frame);
        json.WriteNumber("epoch", keyframe.Epoch);
        json.WriteNumber("pts", keyframe.Pts.Ticks);
        json.WriteString("time_base", keyframe.Pts.TimeBase.ToString());
        json.WriteRounded("t", keyframe.Seconds, 6);
        json.WriteString("reason", keyframe.Reason);
        json.WriteString("prompt_name", keyframe.PromptName);
        json.WriteString("prompt", keyframe.Prompt);
        json.WriteString("model", keyframe.Model);
        json.WriteNull("answer");
        json.WriteStartObject("skipped");
        json.WriteString("kind", KeyframeJson.NameOf(keyframe.Kind));
        json.WriteString("why", keyframe.Why);
        json.WriteEndObject();
        if (keyframe.Kind is AnswerKind.Refused or AnswerKind.Filtered)
        {
            json.WriteVerdict(Verdict.Refusal);
        }

        foreach (string list in (string[])["players", "coalitions", "unanswered"])
        {
            json.WriteStartArray(list);
            json.WriteEndArray();
        }
    });
}
