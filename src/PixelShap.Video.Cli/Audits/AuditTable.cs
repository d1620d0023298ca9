using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Evaluation.Audits;
using PixelShap.Video.Publishing.Exports;

namespace PixelShap.Video.Cli.Audits;

/// <summary>An audit for programs.</summary>
internal static class AuditTable
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same as JSON for programs.</summary>
    public static string Text(IReadOnlyList<SubjectAudit> subjects) => Json(subjects).ToJsonString(s_indented);

    /// <summary>Writes a line per figure.</summary>
    public static void WriteCsv(Stream stream, IReadOnlyList<SubjectAudit> subjects)
    {
        using var table = new CsvTable(
            stream, "prompt_name", "prompt", "model", "version", "runs", "clips", "keyframes", "kind", "name", "count", "share", "share_low", "share_high", "beyond", "beyond_low", "beyond_high", "bias");
        foreach (SubjectAudit one in subjects)
        {
            foreach (VerdictAudit verdict in one.Verdicts)
            {
                Line(one, "verdict", verdict.Kind.ToString().ToLowerInvariant(), one.Keyframes, verdict.Share, null, "");
            }

            foreach (ClassAudit found in one.Classes)
            {
                Line(one, "class", found.ClassName, found.Seen, found.Decides, found.Beyond, "");
            }

            foreach (ColourAudit colour in one.Colours)
            {
                Line(one, "colour", AuditText.Name(colour), colour.Matched, null, colour.Beyond, colour.IsBias ? "true" : "false");
            }
        }

        void Line(SubjectAudit one, string kind, string name, int count, Estimate? share, Estimate? beyond, string bias)
        {
            Array.ForEach([one.Subject.PromptName, one.Subject.Prompt, one.Subject.Model, one.Subject.Version], table.Text);
            Array.ForEach([one.Runs, one.Clips, one.Keyframes], number => table.Number(number));
            table.Text(kind);
            table.Text(name);
            table.Number(count);
            foreach (double? value in (double?[])[share?.Value, share?.Low, share?.High, beyond?.Value, beyond?.Low, beyond?.High])
            {
                table.Number(value ?? double.NaN, 4);
            }

            table.Text(bias);
            table.End();
        }
    }

    /// <summary>The same as a list of subjects.</summary>
    public static JsonArray Json(IReadOnlyList<SubjectAudit> subjects) => new([.. subjects.Select(one => (JsonNode)new JsonObject
    {
        ["prompt_name"] = one.Subject.PromptName,
        ["prompt"] = one.Subject.Prompt,
        ["model"] = one.Subject.Model,
        ["version"] = one.Subject.Version,
        ["runs"] = one.Runs,
        ["clips"] = one.Clips,
        ["keyframes"] = one.Keyframes,
        ["verdicts"] = new JsonArray([.. one.Verdicts.Select(verdict => (JsonNode)new JsonObject { ["kind"] = verdict.Kind.ToString().ToLowerInvariant(), ["share"] = Json(verdict.Share) })]),
        ["classes"] = new JsonArray([.. one.Classes.Select(found => (JsonNode)new JsonObject
        {
            ["class"] = found.ClassName, ["seen"] = found.Seen, ["decides"] = Json(found.Decides), ["beyond"] = found.Beyond is { } beyond ? Json(beyond) : null,
        })]),
        ["colours"] = new JsonArray([.. one.Colours.Select(colour => (JsonNode)new JsonObject
        {
            ["colour"] = AuditText.Name(colour), ["compared"] = colour.Matched, ["beyond"] = Json(colour.Beyond), ["bias"] = colour.IsBias,
        })]),
        ["biases"] = new JsonArray([.. AuditText.Biases(one).Select(sentence => (JsonNode)sentence)]),
    })]);

    private static JsonObject Json(Estimate estimate) => new() { ["value"] = Rounded(estimate.Value), ["low"] = Rounded(estimate.Low), ["high"] = Rounded(estimate.High) };

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 4) : null;
}
