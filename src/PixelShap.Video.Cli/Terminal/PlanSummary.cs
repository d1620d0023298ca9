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
    public static void Show(RunPlan plan, PipelineConfiguration configuration, bool json)
    {
        ModelUsage? usage = plan.Usage;
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["model"] = plan.Model,
                ["keyframes"] = plan.Keyframes,
                ["questions"] = plan.Questions,
                ["cache_hits"] = usage?.CacheHits ?? 0,
                ["calls"] = usage?.Requests ?? 0,
                ["input_tokens"] = usage?.InputTokens ?? 0,
                ["output_tokens_at_most"] = usage?.OutputTokens ?? 0,
                ["cost_at_most"] = Math.Round(usage?.Cost ?? 0, 6),
                ["currency"] = usage?.Currency,
                ["clip_seconds"] = plan.ClipSeconds is { } seconds ? Math.Round(seconds, 3) : null,
                ["sampled_seconds"] = plan.SampledSeconds,
                ["computing_seconds"] = Math.Round(plan.Computing.TotalSeconds, 1),
            }.ToJsonString());
            return;
        }

        IAnsiConsole console = Consoles.Output();
        string about = plan.SampledSeconds is null ? "" : "about ";
        console.MarkupLineInterpolated($"{about}{plan.Keyframes} keyframes, {plan.Questions} questions to {plan.Model}");
        console.MarkupLineInterpolated($"This machine computes for about {Clock(plan.Computing)}; to that come the questions and the video.");
        if (plan is { SampledSeconds: { } sampled, ClipSeconds: { } whole })
        {
            console.MarkupLineInterpolated($"Estimated from {sampled:0} of {whole:0} seconds of the clip.");
        }

        console.MarkupLineInterpolated(usage is null
            ? (FormattableString)$"They cost nothing."
            : (FormattableString)$"{usage.CacheHits} are in the response cache; {usage.Requests} calls remain: about {usage.InputTokens} tokens of questions and at most {usage.OutputTokens} of answers, at most {usage.Cost.ToString("0.####", CultureInfo.InvariantCulture)} {usage.Currency}");
        if (usage is not null && configuration.Vlm.Budget is { InputPrice: 0, OutputPrice: 0 })
        {
            console.WriteLine("Set vlm.budget.input_price and output_price for a real price.");
        }
    }

    private static string Clock(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:D2}";
}
