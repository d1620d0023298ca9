using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Prints what a run would need.</summary>
internal static class PlanSummary
{
    public static void Show(AnalysisOutcome outcome, PipelineConfiguration configuration, bool json)
    {
        ModelUsage? usage = outcome.Usage;
        (int keyframes, long questions) = (outcome.Progress.Keyframes, outcome.Progress.ModelCalls);
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["model"] = outcome.Model,
                ["keyframes"] = keyframes,
                ["questions"] = questions,
                ["cache_hits"] = usage?.CacheHits ?? 0,
                ["calls"] = usage?.Requests ?? 0,
                ["input_tokens"] = usage?.InputTokens ?? 0,
                ["output_tokens_at_most"] = usage?.OutputTokens ?? 0,
                ["cost_at_most"] = Math.Round(usage?.Cost ?? 0, 6),
                ["currency"] = usage?.Currency,
            }.ToJsonString());
            return;
        }

        IAnsiConsole console = Consoles.Output();
        console.MarkupLineInterpolated($"{keyframes} keyframes, {questions} questions to {outcome.Model}");
        console.MarkupLineInterpolated(usage is null
            ? (FormattableString)$"They cost nothing."
            : (FormattableString)$"{usage.CacheHits} are in the response cache; {usage.Requests} calls remain: about {usage.InputTokens} tokens of questions and at most {usage.OutputTokens} of answers, at most {usage.Cost.ToString("0.####", CultureInfo.InvariantCulture)} {usage.Currency}");
        if (usage is not null && configuration.Vlm.Budget is { InputPrice: 0, OutputPrice: 0 })
        {
            console.WriteLine("Set vlm.budget.input_price and output_price for a real price.");
        }
    }
}
