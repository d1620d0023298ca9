using System.Globalization;
using System.Reflection;
using Npgsql;

namespace PixelShap.Video.Fleet.Database;

/// <summary>The tables, version by version: each is a file of SQL that comes with the program and is applied once.</summary>
internal static class Migrations
{
    private const string Prefix = "migrations/";

    // Two processes that start together must not both make the tables. The number is a name: any other would do.
    private const long Turn = 0x5053_4d49_4752;

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest => All.Count == 0 ? 0 : All[^1].Version;

    private static IReadOnlyList<(int Version, string Resource)> All { get; } =
    [
        .. typeof(Migrations).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name[Prefix.Length..].Split('_')[0], CultureInfo.InvariantCulture), name)).Order(),
    ];

    /// <summary>Brings the tables to the newest version; leaves those of a newer program that still fit.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(@turn)", cancellationToken, ("turn", Turn));
        await ExecuteAsync(connection, "CREATE TABLE IF NOT EXISTS fleet_versions (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())", cancellationToken);
        List<int> applied = await connection.QueryAsync("SELECT version FROM fleet_versions", row => row.GetInt32(0), cancellationToken);
        foreach ((int version, string resource) in All.Where(migration => !applied.Contains(migration.Version)))
        {
            await ExecuteAsync(connection, Read(resource), cancellationToken);
            await ExecuteAsync(connection, "INSERT INTO fleet_versions (version) VALUES (@version)", cancellationToken, ("version", version));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using NpgsqlCommand command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
