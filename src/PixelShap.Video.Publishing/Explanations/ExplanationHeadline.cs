using System.Globalization;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Says in one sentence what the answer depended on.</summary>
public static class ExplanationHeadline
{
    // Below this, in units of v, nothing that was hidden made a difference worth a sentence.
    private const double Least = 0.005;

    /// <summary>The sentence.</summary>
    public static string Of(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        if (explanation.Attribution.Verdict is { Kind: not (VerdictKind.Objects or VerdictKind.Nothing) } verdict)
        {
            return verdict.Sentence;
        }

        IReadOnlyList<ExplainedPlayer> ranking = explanation.Rank();
        ExplainedPlayer[] top = [.. ranking.Where(player => player.Player.Value >= Least && player.High >= ranking[0].Low - 1e-9).Take(4)];
        return top switch
        {
            [] => "The answer did not depend on any of the objects.",
            [ExplainedPlayer only] when ranking.Count(player => player.Player.Value >= Least) == 1 => $"The answer depended on {only.Name} alone.",
            [ExplainedPlayer first] => string.Create(CultureInfo.InvariantCulture, $"The answer depended most on {first.Name}: {first.Share:0 %} of all importance."),
            [ExplainedPlayer first, ExplainedPlayer second] => $"The answer depended most on {first.Name} and {second.Name}.",
            [ExplainedPlayer first, ExplainedPlayer second, ExplainedPlayer third] => $"The answer depended most on {first.Name}, {second.Name} and {third.Name}.",
            _ => "The answer depended on several objects alike.",
        };
    }
}
