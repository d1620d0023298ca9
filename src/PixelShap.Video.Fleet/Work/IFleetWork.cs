using Npgsql;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Work;

/// <summary>What a worker does with a run of one kind.</summary>
public interface IFleetWork
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Does it.</summary>
    /// <param name="lease">The run.</param>
    /// <param name="signals">Ask it to end: stopping lets it keep what it has, aborting means that the run is lost.</param>
    /// <param name="report">Is told how far it is, for people.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was asked to end, and somebody else is to go on.</exception>
    /// <exception cref="Exception">It failed in a way that may pass: it is tried again.</exception>
    Task<WorkResult> RunAsync(RunLease lease, RunSignals signals, Action<string> report);
}

/// <summary>What came of a run.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Findings">Writes what was found into the database, in the same transaction as the end; null for nothing.</param>
public sealed record WorkResult(RunEnd End, Func<NpgsqlConnection, CancellationToken, Task>? Findings)
{
    /// <summary>What is to be cleared away when the end stands; null for nothing.</summary>
    public Func<CancellationToken, Task>? After { get; init; }
}
