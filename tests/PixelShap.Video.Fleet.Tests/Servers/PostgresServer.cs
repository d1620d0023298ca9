using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PixelShap.Video.Fleet.Servers;

/// <summary>A PostgreSQL in a folder of its own.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-postgres-").FullName;
    private readonly bool _isDurable;
    private Process? _process;

    private PostgresServer(bool isDurable) => _isDurable = isDurable;

    public int Port { get; } = ServerProcess.FreePort();

    public static bool IsThere => ServerProcess.Find("initdb") is not null;

    /// <param name="isDurable">Whether it waits for the disk, as it does in production; without, tests are faster.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable)
    {
        var server = new PostgresServer(isDurable);
        if (Environment.UserName == "root")
        {
            using Process owner = ServerProcess.Start(asPostgres: false, "/usr/bin/chown", "postgres:postgres", server._folder);
            await owner.WaitForExitAsync();
        }

        using Process made = ServerProcess.Start(asPostgres: true, ServerProcess.Find("initdb")!, "-D", server.Data, "-A", "trust", "-U", "pixelshap", "--no-sync", "--encoding=UTF8", "--locale=C");
        await made.WaitForExitAsync();
        await server.BeginAsync();
        return server;
    }

    private string Data => Path.Combine(_folder, "data");

    public string Connection(string database = "postgres", int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port ?? Port};Username=pixelshap;Database={database};Maximum Pool Size=60");

    public async Task BeginAsync()
    {
        string[] safety = _isDurable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
        _process = ServerProcess.Start(
            asPostgres: true, ServerProcess.Find("postgres")!,
            ["-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=400", .. safety]);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection() + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not yet.
            }
        }
    }

    /// <summary>A database of its own within the server.</summary>
    public async Task<string> MakeAsync()
    {
        string name = $"fleet_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(Connection());
        await connection.OpenAsync();
#pragma warning disable CA2100 // The name is made here.
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return name;
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        // SIGQUIT: all of its processes end without another write.
        using Process kill = ServerProcess.Start(asPostgres: false, "/usr/bin/kill", "-QUIT", _process!.Id.ToString(CultureInfo.InvariantCulture));
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
