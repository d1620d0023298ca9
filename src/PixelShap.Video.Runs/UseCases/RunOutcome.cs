using PixelShap.Video.Language;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>What came out of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Analysis">Who analysed, and what it took.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="EarlyEnd">What ended it early, with what to do; null for a run that came to its end. What was found until then is complete.</param>
public sealed record RunOutcome(FinishedRun Run, AnalysisOutcome Analysis, TimeSpan Elapsed, PixelShapException? EarlyEnd)
{
    /// <summary>Why no question at all got an answer, with what to do; null where one did, and where none was asked.</summary>
    public PixelShapException? Unanswered
    {
        get
        {
            RunResults results = Run.Results;
            return results.KeyframeCount == 0 && results.Skipped is [var first, ..] && results.Skipped.All(skipped => skipped.Kind is AnswerKind.Failed or AnswerKind.Misconfigured or AnswerKind.Rejected)
                ? new PixelShapException(ExitCode.Limit, $"No question got an answer: {first.Why.TrimEnd('.')}.", Answer.UsualRemedy(first.Kind))
                : null;
        }
    }
}
