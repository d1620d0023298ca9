using Microsoft.Extensions.Logging;
using Npgsql;

namespace PixelShap.Video.Fleet.Database;

/// <summary>The database of a fleet: connections, and patience while there are none. Thread-safe.</summary>
public sealed class FleetDatabase : IAsyncDisposable
{
    private const int CommandSeconds = 60, ConnectSeconds = 5, KeepAliveSeconds = 10;

    private readonly NpgsqlDataSource _source;
    private readonly Patience _patience;

    private FleetDatabase(NpgsqlDataSource source, Patience patience) => (_source, _patience) = (source, patience);

    /// <summary>Names a database, without connecting.</summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the database is away.</param>
    /// <exception cref="PixelShapException">It is no connection string.</exception>
    public static FleetDatabase At(string connection, TimeProvider time, ILogger logger)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"{FleetOptions.DatabaseVariable} is no connection string.", "Write for example Host=127.0.0.1;Username=pixelshap;Password=…;Database=pixelshap", exception);
        }

        builder.ApplicationName ??= "pixelshap";
        builder.CommandTimeout = CommandSeconds;
        builder.Timeout = ConnectSeconds;
        builder.KeepAlive = KeepAliveSeconds;
        return new FleetDatabase(NpgsqlDataSource.Create(builder), new Patience(time, logger));
    }

    /// <summary>Makes or renews the tables. Several processes may do so at the same time.</summary>
    /// <exception cref="PixelShapException">There is no such database, or a newer program has changed it.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
            await Migrations.ApplyAsync(connection, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The database of the fleet cannot be used: {exception.InnerException?.Message ?? exception.Message}.", $"Check {FleetOptions.DatabaseVariable} and whether PostgreSQL runs.", exception);
        }
    }

    /// <summary>Does something with a connection, again and again while the database is away.</summary>
    public Task<T> DoAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _patience.DoAsync(
        async token =>
        {
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(token);
            return await work(connection, token);
        },
        cancellationToken);

    /// <summary>Does something in one transaction, again and again while the database is away.</summary>
    public Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => DoAsync(
        async (connection, token) =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token);
            T result = await work(connection, token);
            await transaction.CommitAsync(token);
            return result;
        },
        cancellationToken);

    /// <summary>Runs a statement, again and again while the database is away.</summary>
    /// <returns>How many rows it touched.</returns>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values) => DoAsync(
        async (connection, token) =>
        {
            await using NpgsqlCommand command = connection.Command(sql, values);
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    /// <summary>Reads rows, again and again while the database is away.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] values) => DoAsync(
        (connection, token) => connection.QueryAsync(sql, read, token, values),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <summary>Statements on a connection.</summary>
public static class Statements
{
    /// <summary>A statement with its values.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(values);
#pragma warning disable CA2100 // Every text is a constant of this program; values travel as parameters.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Reads all rows.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using NpgsqlCommand command = connection.Command(sql, values);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A text; null for none.</summary>
    public static string? Text(this NpgsqlDataReader reader, int column)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
