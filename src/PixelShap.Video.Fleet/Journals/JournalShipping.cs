using System.Security.Cryptography;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Fleet.Journals;

/// <summary>
/// Brings the journal of a run into the storage while it grows, in segments of whole records under the run's epoch, and fetches what is registered there back: a successor goes on from it as the same
/// command goes on after a crash.
/// </summary>
/// <param name="table">Registers the segments, for this epoch alone.</param>
/// <param name="files">Holds them.</param>
/// <param name="lease">The run.</param>
/// <param name="journal">The journal on this machine.</param>
public sealed class JournalShipping(RunTable table, IFleetFiles files, RunLease lease, string journal)
{
    private const int SegmentBytes = 8 << 20;
    private long _shipped;

    /// <summary>Fetches what is registered, where this machine has not more of it already.</summary>
    /// <exception cref="PixelShapException">The storage refuses.</exception>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        List<Segment> segments = await table.Database.QueryAsync(
            "SELECT begins, ends, name, sha256 FROM segments WHERE run = @id ORDER BY begins", row => new Segment(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3)), cancellationToken, ("id", lease.Id));
        if (segments.Count == 0)
        {
            return;
        }

        string partial = journal + ".partial";
        await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
        {
            foreach (Segment segment in segments.TakeWhile(segment => segment.Begins == file.Length))
            {
                byte[] bytes = await ReadAsync(segment, cancellationToken);
                if (bytes.Length != segment.Ends - segment.Begins || Convert.ToHexStringLower(SHA256.HashData(bytes)) != segment.Sha256)
                {
                    // What follows is found out again: it costs time, and no answer twice.
                    break;
                }

                await file.WriteAsync(bytes, cancellationToken);
            }

            _shipped = file.Length;
        }

        File.Move(partial, journal, overwrite: true);
    }

    /// <summary>Brings what is new.</summary>
    /// <exception cref="StaleEpochException">The run is another worker's.</exception>
    /// <exception cref="PixelShapException">The storage refuses.</exception>
    public async Task ShipAsync(CancellationToken cancellationToken)
    {
        while (await JournalParts.ReadAsync(journal, _shipped, SegmentBytes, cancellationToken) is { Length: > 0 } part)
        {
            string name = FormattableString.Invariant($"{lease.Folder}/segments/{_shipped:D12}.psj");
            await files.StoreAsync(name, new MemoryStream(part, writable: false), cancellationToken);
            long begins = _shipped, ends = _shipped + part.Length;
            await table.WriteAsync(
                lease,
                "journal",
                "journal_length = @ends",
                async (connection, token) =>
                {
                    await using Npgsql.NpgsqlCommand command = connection.Command(
                        """
                        WITH after AS (DELETE FROM segments WHERE run = @id AND begins > @begins)
                        INSERT INTO segments (run, begins, ends, epoch, name, sha256) VALUES (@id, @begins, @ends, @epoch, @name, @sha256)
                        ON CONFLICT (run, begins) DO UPDATE SET ends = @ends, epoch = @epoch, name = @name, sha256 = @sha256
                        """,
                        ("id", lease.Id), ("begins", begins), ("ends", ends), ("epoch", lease.Epoch), ("name", name), ("sha256", Convert.ToHexStringLower(SHA256.HashData(part))));
                    await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken,
                ("ends", ends));
            _shipped = ends;
        }
    }

    /// <summary>Brings what is new again and again, until it is cancelled.</summary>
    public async Task ShipAsync(TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await ShipAsync(cancellationToken);
        }
    }

    /// <summary>Deletes the segments of a run that is done: its whole journal lies with its results.</summary>
    public static async Task SweepAsync(RunTable table, IFleetFiles files, string run, CancellationToken cancellationToken)
    {
        foreach (string name in await table.Database.QueryAsync("DELETE FROM segments WHERE run = @id RETURNING name", row => row.GetString(0), cancellationToken, ("id", run)))
        {
            await files.DeleteAsync(name, cancellationToken);
        }
    }

    private async Task<byte[]> ReadAsync(Segment segment, CancellationToken cancellationToken)
    {
        await using Stream stream = await files.OpenAsync(segment.Name, cancellationToken);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private sealed record Segment(long Begins, long Ends, string Name, string Sha256);
}
