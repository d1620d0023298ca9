namespace PixelShap.Video.Runs.UseCases;

/// <summary>How a run is asked to end.</summary>
/// <param name="Stop">Ends the reading; what was read is finished.</param>
/// <param name="Abort">Ends everything at once; the journal stays whole.</param>
public readonly record struct RunSignals(CancellationToken Stop, CancellationToken Abort);
