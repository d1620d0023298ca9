namespace PixelShap.Video.Fleet.Jobs;

/// <summary>A run that a worker was given, under an epoch. Whoever is given it next has a higher one, and writes under this one touch nothing from then on.</summary>
/// <param name="Id">The run.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Owner">The worker.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Input">With what.</param>
/// <param name="Settings">How.</param>
/// <param name="JournalLength">How much of its journal lies in the storage, in bytes.</param>
/// <param name="Starts">How often it has been started, this time included.</param>
public sealed record RunLease(string Id, long Epoch, string Owner, string Kind, string Input, string Settings, long JournalLength, int Starts)
{
    /// <summary>Where files of this epoch are stored: a successor's lie elsewhere, so that nobody overwrites what was committed.</summary>
    public string Folder => FormattableString.Invariant($"runs/{Id}/{Epoch}");
}

/// <summary>What came of an attempt to get a run.</summary>
/// <param name="Lease">The run; null where it was not given.</param>
/// <param name="Wait">How long another worker still has it; null where there is nothing left to do.</param>
public readonly record struct Claim(RunLease? Lease, TimeSpan? Wait);

/// <summary>A worker wrote under an epoch that is over. Nothing was changed.</summary>
public sealed class StaleEpochException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="lease">The run that was lost.</param>
    /// <param name="what">What was to be written.</param>
    public StaleEpochException(RunLease lease, string what)
        : base($"The run {lease?.Id} was given to another worker: {what} of epoch {lease?.Epoch} was rejected.")
    {
    }
}
