using System.Diagnostics;
using System.Globalization;

namespace PixelShap.Video.Fleet.Servers;

/// <summary>A nats-server with JetStream in a folder of its own.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-nats-").FullName;
    private Process? _process;

    public int Port { get; } = ServerProcess.FreePort();

    public string Address => $"nats://127.0.0.1:{Port}";

    public static bool IsThere => ServerProcess.Find("nats-server") is not null;

    public static async Task<NatsServer> StartAsync()
    {
        var server = new NatsServer();
        await server.BeginAsync();
        return server;
    }

    public async Task BeginAsync()
    {
        _process = ServerProcess.Start(
            asPostgres: false, ServerProcess.Find("nats-server")!, "-a", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-js", "-sd", _folder);
        await ServerProcess.WaitForAsync(Port, TimeSpan.FromSeconds(30));
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Deletes all that it has kept.</summary>
    public void Forget()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
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
