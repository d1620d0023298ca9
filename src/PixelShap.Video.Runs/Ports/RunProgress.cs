using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Flow;

namespace PixelShap.Video.Runs.Ports;

/// <summary>How far a run is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Frames done.</param>
/// <param name="Total">Frames in all; null when unknown.</param>
/// <param name="Facts">What else there is to say.</param>
/// <param name="Queues">The depths of the queues.</param>
public sealed record RunProgress(string Phase, long Done, long? Total, IReadOnlyList<string> Facts, string Queues)
{
    /// <summary>What comes after this phase, for people, and is not in the time left; empty for nothing. The default value is empty.</summary>
    public string Then { get; init; } = "";

    /// <summary>A phase that only counts.</summary>
    public static RunProgress Of(string phase, long done, long? total = null) => new(phase, done, total, [], "");

    /// <summary>How far an analysis is.</summary>
    public static RunProgress Of(AnalysisProgress progress, string phase, long? total)
    {
        ArgumentNullException.ThrowIfNull(progress);
        IReadOnlyList<StageSnapshot> stages = progress.Stages;
        long done = stages.FirstOrDefault(stage => stage.Name == "track").Processed;
        long dropped = stages.Sum(stage => stage.Dropped);
        List<string> facts = [Count(progress.Keyframes, "keyframe"), Count(progress.Tracks, "track"), Count(progress.ModelCalls, "VLM call")];
        if (progress.RememberedAnswers > 0)
        {
            facts.Add($"{progress.RememberedAnswers} remembered");
        }

        if (dropped > 0)
        {
            facts.Add($"{dropped} dropped");
        }

        if (progress.Waiting is { } waiting)
        {
            facts.Add(waiting);
        }

        if (progress.Epochs > 1)
        {
            facts.Add(Count(progress.Epochs - 1, total is null ? "reconnect" : "gap"));
        }

        string queues = string.Join(" ", stages.Where(stage => stage.Name != "decode").Select(stage => $"{stage.Name} {stage.QueueDepth}"));
        return new RunProgress(phase, done, total is { } known ? Math.Max(known, done) : null, facts, queues.Length > 0 ? $"queues {queues}" : "");
    }

    private static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
