using PixelShap.Video.Attribution.Claims;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>How well one kind of lie is told from the truth.</summary>
/// <param name="Kind">The kind; null for all.</param>
/// <param name="Lies">The number of lies.</param>
/// <param name="Found">How many of them were doubted.</param>
/// <param name="Honest">The number of true statements that speak of the same: things, colours, lights.</param>
/// <param name="Wronged">How many of them were doubted.</param>
/// <param name="Unchecked">How many of all could not be checked.</param>
public sealed record HallucinationSummary(LieKind? Kind, int Lies, int Found, int Honest, int Wronged, int Unchecked)
{
    /// <summary>The share of lies that was doubted; NaN where there was none.</summary>
    public double Recall => Lies == 0 ? double.NaN : (double)Found / Lies;

    /// <summary>The share of lies among what was doubted; NaN where nothing was.</summary>
    public double Precision => Found + Wronged == 0 ? double.NaN : (double)Found / (Found + Wronged);

    /// <summary>Sums up per kind of lie, and over all.</summary>
    public static IReadOnlyList<HallucinationSummary> Of(IReadOnlyList<StatementTrial> trials) =>
    [
        Of(LieKind.Absent, trials, trial => trial.Statement.Topic == ClaimTopic.Thing && trial.Support != ClaimSupport.Unsupported),
        Of(LieKind.Unmoved, trials, trial => trial.Statement.Topic == ClaimTopic.Thing && trial.Support != ClaimSupport.Unseen),
        Of(LieKind.Colour, trials, trial => trial.Statement.Topic == ClaimTopic.Colour),
        Of(LieKind.Light, trials, trial => trial.Statement.Topic == ClaimTopic.Light),
        Of(null, trials, _ => true),
    ];

    private static HallucinationSummary Of(LieKind? kind, IReadOnlyList<StatementTrial> trials, Func<StatementTrial, bool> isCounterpart)
    {
        StatementTrial[] lies = [.. trials.Where(trial => kind is null ? trial.Statement.Lie != LieKind.None : trial.Statement.Lie == kind)];
        StatementTrial[] honest = [.. trials.Where(trial => trial.Statement.Lie == LieKind.None && isCounterpart(trial))];
        return new HallucinationSummary(
            kind,
            lies.Length,
            lies.Count(trial => trial.IsDoubted),
            honest.Length,
            honest.Count(trial => trial.IsDoubted),
            lies.Concat(honest).Count(trial => trial.Support == ClaimSupport.Unchecked));
    }
}
