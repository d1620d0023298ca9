using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Language;
using PixelShap.Video.Media;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>
/// <c>pixelshap run --dry-run</c>: everything but the questions, so that the keyframes and their objects are the real ones. Questions that
/// the response cache can answer are not counted as calls. The estimate is an upper bound: every answer as long as it may be.
/// </summary>
internal sealed class DryRun(PipelineConfiguration configuration, string baseDirectory, TimeProvider time)
{
    public async Task<int> RunAsync(string input, bool json)
    {
        IAnsiConsole console = Consoles.Error();
        await using FfmpegFrameSource source = await FfmpegFrameSource.OpenAsync(input, new FrameSourceOptions(), CancellationToken.None);
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."));
        await using AnalysisSession session = await AnalysisSession.OpenAsync(
            WithoutEarlyEnd(configuration), baseDirectory, source, null, time, interruption.Abort, planOnly: true);
        string folder = Directory.CreateTempSubdirectory("pixelshap-dry-run-").FullName;
        try
        {
            var directory = RunDirectory.ForWriting(folder);
            var display = new ProgressDisplay(console, time);
            await display.ShowAsync(
                () => ProgressLine.Of(session.Progress, "counting", source.Info.ApproximateFrameCount),
                () => session.RunAsync(directory, input, new RunFingerprint("", ""), interruption));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Show(session.Outcome, json);
        return (int)ExitCode.Done;
    }

    /// <summary>A budget that may end early is counted with its ceiling; no keyframe is carried over, because whether answers are the same is not known.</summary>
    private static PipelineConfiguration WithoutEarlyEnd(PipelineConfiguration configuration)
    {
        string budget = configuration.Attribution.Budget;
        string ceiling = budget == "auto" ? "4n" : budget.StartsWith("auto:", StringComparison.Ordinal) ? budget[5..] : budget;
        return configuration with { Attribution = configuration.Attribution with { Budget = ceiling, Carry = false } };
    }

    private void Show(AnalysisOutcome outcome, bool json)
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
