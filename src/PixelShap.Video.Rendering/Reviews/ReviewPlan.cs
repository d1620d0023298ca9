using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>One stretch of the clip in a review.</summary>
/// <param name="From">Its start on the axis of the run, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Moments">The moments at which the picture stands still, in order of time.</param>
/// <param name="Card">What the card before it says; null for no card.</param>
public sealed record ReviewPiece(double From, double To, IReadOnlyList<DecisiveMoment> Moments, MomentCard? Card);

/// <summary>What the card before a decisive moment says.</summary>
/// <param name="Number">Its number in the review, from 1.</param>
/// <param name="Count">The number of moments.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Rank">Its place among the moments by how decisive it is, from 1.</param>
public sealed record MomentCard(int Number, int Count, DecisiveMoment Moment, int Rank);

/// <summary>What a review shows in what order.</summary>
/// <param name="Pieces">The stretches, at least one, in order of time.</param>
public sealed record ReviewPlan(IReadOnlyList<ReviewPiece> Pieces)
{
    /// <summary>How much of the clip is shown before a decisive moment.</summary>
    public const double BeforeSeconds = 3;

    /// <summary>How much of the clip is shown after a decisive moment.</summary>
    public const double AfterSeconds = 2.5;

    /// <summary>Whether a time is in one of the stretches.</summary>
    public bool Shows(double seconds) => Pieces.Any(piece => seconds >= piece.From && seconds < piece.To);

    /// <summary>One stretch from <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <param name="run">What was found.</param>
    /// <param name="from">The start, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="freeze">Whether the picture stands still at the most decisive keyframe.</param>
    public static ReviewPlan Whole(RunResults run, double from, double to, bool freeze) =>
        new([new ReviewPiece(from, to, freeze ? DecisiveMoment.Find(run, from, to, 1, 0) : [], null)]);

    /// <summary>The most decisive moments, each with a card, in order of time.</summary>
    /// <param name="run">What was found.</param>
    /// <param name="from">The start of the stretch that they are looked for in, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="freeze">Whether the picture stands still at each.</param>
    /// <exception cref="PixelShapException">No answer in that stretch depended clearly on a single road user.</exception>
    public static ReviewPlan Top(RunResults run, double from, double to, int count, bool freeze)
    {
        IReadOnlyList<DecisiveMoment> moments = DecisiveMoment.Find(run, from, to, count, BeforeSeconds + AfterSeconds);
        if (moments.Count == 0)
        {
            throw new PixelShapException(
                ExitCode.Usage, "No answer in that stretch depended clearly on a single road user, so it has no decisive moment.", "Leave out --top, or choose another --from and --to.");
        }

        List<ReviewPiece> pieces = [];
        foreach (DecisiveMoment moment in moments.OrderBy(moment => moment.Keyframe.Seconds))
        {
            double at = moment.Keyframe.Seconds;
            var card = new MomentCard(pieces.Count + 1, moments.Count, moment, moments.TakeWhile(other => other != moment).Count() + 1);
            pieces.Add(new ReviewPiece(Math.Max(from, at - BeforeSeconds), Math.Min(to, at + AfterSeconds), freeze ? [moment] : [], card));
        }

        return new ReviewPlan(pieces);
    }
}
