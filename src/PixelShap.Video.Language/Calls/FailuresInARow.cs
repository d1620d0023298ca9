using PixelShap.Video.Language.Failures;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language.Calls;

/// <summary>
/// Decides when gaps are no gaps any more: one question without an answer is one, many in a row mean that the service is down. Where the service has answered nothing
/// yet, three that it will not take are enough. Thread-safe.
/// </summary>
/// <param name="id">Who is asked, for people.</param>
/// <param name="most">Questions in a row that end the run; 0 for never.</param>
/// <param name="first">Whether the service has answered.</param>
internal sealed class FailuresInARow(string id, int most, FirstReply first)
{
    /// <summary>So many requests a permanent error may cost.</summary>
    public const int MostAtTheStart = 3;

    private const string GoesOn = "The same command goes on where it stopped.";
    private const string UsualRemedy = "Check the service. " + GoesOn;
    private int _inARow;
    private int _refusedInARow;
    private int _doubts;

    /// <summary>A question got its answer.</summary>
    public void Over()
    {
        Interlocked.Exchange(ref _inARow, 0);
        Interlocked.Exchange(ref _refusedInARow, 0);
    }

    /// <summary>An attempt failed in a way that is likely to stay: before the first reply all questions together may find that out so many times.</summary>
    /// <exception cref="PixelShapException">It was once too many.</exception>
    public void Doubt(CallFailedException failure)
    {
        if (!first.IsThere && (failure.IsHopeless || (failure.IsDoubtful && Interlocked.Increment(ref _doubts) >= MostAtTheStart)))
        {
            throw Nothing(failure.Message, failure.Remedy);
        }
    }

    /// <summary>A question got none.</summary>
    /// <param name="gap">What it got instead.</param>
    /// <param name="remedy">What to do where it goes on like this; empty for the usual advice.</param>
    /// <param name="isPermanent">Whether it was tried as often as an error may be that is likely to stay.</param>
    /// <returns>The gap.</returns>
    /// <exception cref="PixelShapException">It was one too many.</exception>
    public Answer Add(Answer gap, string remedy, bool isPermanent)
    {
        if (gap.Kind == AnswerKind.Filtered)
        {
            // A rule against single pictures says nothing about the next one.
            return gap;
        }

        int inARow = Interlocked.Increment(ref _inARow);
        if (!first.IsThere && (isPermanent || (gap.Kind != AnswerKind.Failed && Interlocked.Increment(ref _refusedInARow) >= MostAtTheStart)))
        {
            throw Nothing(gap.Reason, remedy);
        }

        return inARow >= most && most > 0
            ? throw Ended(new PixelShapException(ExitCode.Limit, $"{most} questions in a row got no answer from {id}: {gap.Reason.TrimEnd('.')}.", remedy.Length > 0 ? $"{remedy} {GoesOn}" : UsualRemedy))
            : gap;
    }

    private PixelShapException Nothing(string reason, string remedy) => Ended(new PixelShapException(
        ExitCode.Usage, $"{id} has answered nothing, and what it says is not likely to change: {reason.TrimEnd('.')}.", remedy.Length > 0 ? remedy : UsualRemedy));

    private PixelShapException Ended(PixelShapException end)
    {
        first.End(end);
        return end;
    }
}
