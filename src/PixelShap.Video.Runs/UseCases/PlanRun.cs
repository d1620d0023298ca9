using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>
/// Everything of a run but the questions, so that the keyframes and their objects are the real ones. Questions that the response cache can answer are not
/// counted as calls. The estimate is an upper bound: every answer as long as it may be.
/// </summary>
/// <param name="media">Reads the clip.</param>
/// <param name="parts">Makes the parts.</param>
/// <param name="time">The clock.</param>
public sealed class PlanRun(IMediaLibrary media, IRunParts parts, TimeProvider time)
{
    /// <summary>Counts.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="input">The clip.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="signals">Ask it to end.</param>
    /// <exception cref="PixelShapException">The clip cannot be read, or the settings do not fit.</exception>
    public async Task<AnalysisOutcome> RunAsync(PipelineConfiguration configuration, string baseDirectory, string input, IRunObserver observer, RunSignals signals)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(observer);
        await using IClipSource source = await media.OpenAsync(input, configuration.Clip, null, signals.Stop);
        foreach (string warning in source.Warnings)
        {
            observer.Warn(warning);
        }

        await using AnalysisSession session = await AnalysisSession.OpenAsync(
            parts, WithoutEarlyEnd(configuration), baseDirectory, source, null, time, signals.Abort, planOnly: true);
        string folder = Directory.CreateTempSubdirectory("pixelshap-dry-run-").FullName;
        try
        {
            using RunDirectory directory = RunDirectory.ForWriting(folder);
            await observer.ShowAsync(
                () => RunProgress.Of(session.Progress, "counting", source.Info.ApproximateFrameCount),
                () => session.RunAsync(directory, input, new RunFingerprint("", ""), signals));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return session.Outcome;
    }

    /// <summary>A budget that may end early is counted with its ceiling; no keyframe is carried over, because whether answers are the same is not known.</summary>
    private static PipelineConfiguration WithoutEarlyEnd(PipelineConfiguration configuration)
    {
        string budget = configuration.Attribution.Budget;
        string ceiling = budget == "auto" ? "4n" : budget.StartsWith("auto:", StringComparison.Ordinal) ? budget[5..] : budget;
        return configuration with { Attribution = configuration.Attribution with { Budget = ceiling, Carry = false } };
    }
}
