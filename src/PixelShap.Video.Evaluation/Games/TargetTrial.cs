namespace PixelShap.Video.Evaluation.Games;

/// <summary>How one ranking of the objects of a picture did, judged by the object that the answer hangs on (PixelSHAP, section 4).</summary>
public sealed record TargetTrial
{
    // Estimates that differ by less are a tie: the last digits of a least-squares fit are no opinion.
    private const double Tie = 1e-9;

    /// <summary>The player ranked first; among equals the one that fits the target least, so that chance is never counted as merit.</summary>
    public required int Top { get; init; }

    /// <summary>The largest value.</summary>
    public required double TopValue { get; init; }

    /// <summary>The target's place in the ranking, from 1; a tie counts against it. Null when the target is none of the players.</summary>
    public required int? Rank { get; init; }

    /// <summary>Whether the answer hangs on an object at all.</summary>
    public required bool HasTarget { get; init; }

    /// <summary>The intersection over union of the first player's pixels and the target's, 0 to 1.</summary>
    public required double Iou { get; init; }

    /// <summary>v(N) − v(N∖top): how much of the answer is lost when the first player is hidden.</summary>
    public double Drop { get; init; }

    /// <summary>The calls spent, the baseline answer not counted.</summary>
    public int Calls { get; init; }

    /// <summary>What the calls and the computation would take one after the other, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Judges a ranking.</summary>
    /// <param name="values">A value per player, at least one; the largest comes first.</param>
    /// <param name="overlaps">Per player the IoU of its pixels with the target's; all 0 without a target.</param>
    /// <param name="target">The player that is the target; null when none is.</param>
    /// <param name="hasTarget">Whether there is a target, found among the players or not.</param>
    public static TargetTrial Of(IReadOnlyList<double> values, IReadOnlyList<double> overlaps, int? target, bool hasTarget)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(overlaps);
        double best = values.Max();
        int top = Enumerable.Range(0, values.Count).Where(player => values[player] >= best - Tie).MinBy(player => overlaps[player]);
        return new TargetTrial
        {
            Top = top,
            TopValue = best,
            HasTarget = hasTarget,
            Rank = target is { } player ? values.Where((value, other) => other == player || value >= values[player] - Tie).Count() : null,
            Iou = overlaps[top],
        };
    }
}
