using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>
/// Everything of a run but the questions, so that the keyframes and their objects are the real ones. Questions that the response cache can answer are not
/// counted as calls. The estimate is an upper bound: every answer as long as it may be. Of a long clip parts are looked at, and the whole is estimated from them.
/// </summary>
/// <param name="media">Reads the clip.</param>
/// <param name="parts">Makes the parts.</param>
/// <param name="time">The clock.</param>
public sealed class PlanRun(IMediaLibrary media, IRunParts parts, TimeProvider time)
{
    // A clip that is longer is looked at in so many places, for so long each.
    private const double LongestWhole = 90, PieceSeconds = 15;
    private const int Pieces = 4;

    /// <summary>Counts.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="input">The clip, or the files of a drive.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="signals">Ask it to end.</param>
    /// <exception cref="PixelShapException">The clip cannot be read, or the settings do not fit.</exception>
    public async Task<RunPlan> RunAsync(PipelineConfiguration configuration, string baseDirectory, ClipInput input, IRunObserver observer, RunSignals signals)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(observer);
        double? seconds;
        double start;
        await using (IClipSource clip = await media.OpenAsync(input, configuration.Clip, null, signals.Stop))
        {
            (seconds, start) = (clip.Info.DurationSeconds, clip.Info.StartTime.Seconds);
            foreach (string warning in clip.Warnings)
            {
                observer.Warn(warning);
            }
        }

        if (seconds is not > LongestWhole)
        {
            return await CountAsync(configuration, baseDirectory, input, null, observer, signals) with { ClipSeconds = seconds };
        }

        RunPlan? sum = null;
        for (int i = 0; i < Pieces; i++)
        {
            double from = start + ((seconds.Value - PieceSeconds) * i / (Pieces - 1));
            RunPlan piece = await CountAsync(configuration, baseDirectory, input, (from, from + PieceSeconds), observer, signals);
            sum = sum?.Plus(piece) ?? piece;
        }

        const double Sampled = Pieces * PieceSeconds;
        return sum!.Whole(seconds.Value / Sampled) with { ClipSeconds = seconds, SampledSeconds = Sampled };
    }

    private async Task<RunPlan> CountAsync(
        PipelineConfiguration configuration, string baseDirectory, ClipInput input, (double From, double To)? part, IRunObserver observer, RunSignals signals)
    {
        long startedAt = time.GetTimestamp();
        await using IClipSource source = await media.OpenAsync(input, configuration.Clip, null, signals.Stop, part);
        await using AnalysisSession session = await AnalysisSession.OpenAsync(
            parts, WithoutEarlyEnd(configuration), baseDirectory, source, null, time, signals.Abort, planOnly: true);
        string folder = Directory.CreateTempSubdirectory("pixelshap-dry-run-").FullName;
        try
        {
            using RunDirectory directory = RunDirectory.ForWriting(folder);
            await observer.ShowAsync(
                () => RunProgress.Of(session.Progress, part is null ? "counting" : "looking at a part", part is null ? source.Info.ApproximateFrameCount : null),
                () => session.RunAsync(directory, input, new RunFingerprint("", ""), signals));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        AnalysisOutcome outcome = session.Outcome;
        return new RunPlan(outcome.Model, outcome.Progress.Keyframes, outcome.Progress.ModelCalls, outcome.Usage) { Computing = time.GetElapsedTime(startedAt) };
    }

    /// <summary>A budget that may end early is counted with its ceiling; no keyframe is carried over, because whether answers are the same is not known.</summary>
    private static PipelineConfiguration WithoutEarlyEnd(PipelineConfiguration configuration)
    {
        string budget = configuration.Attribution.Budget;
        string ceiling = budget == "auto" ? "4n" : budget.StartsWith("auto:", StringComparison.Ordinal) ? budget[5..] : budget;
        return configuration with { Attribution = configuration.Attribution with { Budget = ceiling, Carry = false } };
    }
}
