using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>What came out of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Analysis">Who analysed, and what it took.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="EarlyEnd">What ended it early, with what to do; null for a run that came to its end. What was found until then is complete.</param>
public sealed record RunOutcome(FinishedRun Run, AnalysisOutcome Analysis, TimeSpan Elapsed, PixelShapException? EarlyEnd);
