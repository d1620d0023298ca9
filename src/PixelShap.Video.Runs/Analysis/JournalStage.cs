using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Writes everything that was found out to the journal.</summary>
internal sealed class JournalStage(JournalWriter writer) : StageBody<JournalRecord>
{
    public override ValueTask ProcessAsync(JournalRecord item, CancellationToken cancellationToken)
    {
        writer.Append(item);
        return ValueTask.CompletedTask;
    }
}
