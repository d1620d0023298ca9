using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>One stretch of the clip in a review.</summary>
/// <param name="From">Its start on the axis of the run, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Moments">The moments at which the picture stands still, in order of time.</param>
/// <param name="Card">What the card before it says; null for no card.</param>
/// <param name="Story">What the first seconds of it say over the moving picture: a sentence; empty for nothing.</param>
public sealed record ReviewPiece(double From, double To, IReadOnlyList<ReviewMoment> Moments, MomentCard? Card, string Story = "");

/// <summary>What the card before a moment says.</summary>
/// <param name="Number">Its number in the review, from 1.</param>
/// <param name="Count">The number of moments.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Rank">Its place among the moments, from 1: events by their strength, then the most decisive answers.</param>
public sealed record MomentCard(int Number, int Count, ReviewMoment Moment, int Rank);

/// <summary>What a review shows in what order.</summary>
/// <param name="Pieces">The stretches, at least one, in order of time.</param>
public sealed record ReviewPlan(IReadOnlyList<ReviewPiece> Pieces)
{
    /// <summary>How much of the clip is shown before a moment.</summary>
    public const double BeforeSeconds = 3;

    /// <summary>How much of the clip is shown after a moment.</summary>
    public const double AfterSeconds = 2.5;

    /// <summary>Whether a time is in one of the stretches.</summary>
    public bool Shows(double seconds) => Pieces.Any(piece => seconds >= piece.From && seconds < piece.To);

    /// <summary>One stretch from <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <param name="run">What was found.</param>
    /// <param name="from">The start, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="freeze">Whether the picture stands still at the strongest event or, where there is none, at the most decisive keyframe.</param>
    public static ReviewPlan Whole(RunResults run, double from, double to, bool freeze)
    {
        IReadOnlyList<ReviewMoment> moments = ReviewMoment.Find(run, from, to, 1, 0);
        return new([new ReviewPiece(from, to, freeze ? moments : [], null, moments is [var first] ? ReviewStory.Of(first, run) : "")]);
    }

    /// <summary>The moments that matter most, events first, each with a card, in order of time.</summary>
    /// <param name="run">What was found.</param>
    /// <param name="from">The start of the stretch that they are looked for in, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="freeze">Whether the picture stands still at each.</param>
    /// <exception cref="PixelShapException">Nothing happened in that stretch, and no answer depended clearly on a single road user.</exception>
    public static ReviewPlan Top(RunResults run, double from, double to, int count, bool freeze)
    {
        IReadOnlyList<ReviewMoment> moments = ReviewMoment.Find(run, from, to, count, BeforeSeconds + AfterSeconds);
        if (moments.Count == 0)
        {
            throw new PixelShapException(
                ExitCode.Usage, "Nothing happened in that stretch that is known as an event, and no answer depended clearly on a single road user.", "Leave out --top, or choose another --from and --to.");
        }

        List<ReviewPiece> pieces = [];
        foreach (ReviewMoment moment in moments.OrderBy(moment => moment.Seconds))
        {
            double at = moment.Seconds;
            var card = new MomentCard(pieces.Count + 1, moments.Count, moment, moments.TakeWhile(other => other != moment).Count() + 1);
            pieces.Add(new ReviewPiece(Math.Max(from, at - BeforeSeconds), Math.Min(to, at + AfterSeconds), freeze ? [moment] : [], card, ReviewStory.Of(moment, run)));
        }

        return new ReviewPlan(pieces);
    }
}
