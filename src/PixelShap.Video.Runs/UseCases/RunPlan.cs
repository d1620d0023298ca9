using PixelShap.Video.Language;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>What a run would need.</summary>
/// <param name="Model">Who would be asked.</param>
/// <param name="Keyframes">At how many moments.</param>
/// <param name="Questions">How many questions.</param>
/// <param name="Usage">What they would take; null for a model that costs nothing.</param>
public sealed record RunPlan(string Model, int Keyframes, long Questions, ModelUsage? Usage)
{
    /// <summary>Seconds of the clip that were looked at, from which the figures of the whole were estimated; null where the whole was looked at.</summary>
    public double? SampledSeconds { get; init; }

    /// <summary>Seconds of the clip; null when it does not say.</summary>
    public double? ClipSeconds { get; init; }

    /// <summary>How long this machine would take to find and track, without the questions and the video.</summary>
    public TimeSpan Computing { get; init; }

    /// <summary>The figures of a clip of which this is the given share.</summary>
    internal RunPlan Whole(double factor) => this with
    {
        Keyframes = (int)Math.Round(Keyframes * factor),
        Questions = Scaled(Questions, factor),
        Computing = Computing * factor,
        Usage = Usage is null ? null : Usage with
        {
            Requests = Scaled(Usage.Requests, factor),
            CacheHits = Scaled(Usage.CacheHits, factor),
            InputTokens = Scaled(Usage.InputTokens, factor),
            OutputTokens = Scaled(Usage.OutputTokens, factor),
            Cost = Usage.Cost * factor,
        },
    };

    /// <summary>Both together.</summary>
    internal RunPlan Plus(RunPlan other) => this with
    {
        Keyframes = Keyframes + other.Keyframes,
        Questions = Questions + other.Questions,
        Computing = Computing + other.Computing,
        Usage = Usage is null || other.Usage is null ? Usage ?? other.Usage : Usage.Plus(other.Usage),
    };

    private static long Scaled(long count, double factor) => (long)Math.Round(count * factor);
}
