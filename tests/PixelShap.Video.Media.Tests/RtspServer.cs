using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PixelShap.Video.Media.Tests;

/// <summary>A real RTSP server (GStreamer) in a process of its own, which a test can freeze and kill.</summary>
internal sealed partial class RtspServer : IDisposable
{
    private const int Continue = 18, Stop = 19;
    private readonly Process _process;

    private RtspServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Address => $"rtsp://127.0.0.1:{Port}/cam";

    /// <summary>Starts serving a raw H.264 clip and returns when it listens.</summary>
    public static async Task<RtspServer> StartAsync(string clip, int port = 0, params string[] more)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "rtsp_server.py"), clip, "--port", $"{port}", .. more])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is ["ready", string listening]
            ? new RtspServer(process, int.Parse(listening))
            : throw new InvalidOperationException("The RTSP server did not start; `eng/setup.sh --with-tests` installs what it needs.");
    }

    public void Freeze() => Assert.Equal(0, Kill(_process.Id, Stop));

    public void Thaw() => Assert.Equal(0, Kill(_process.Id, Continue));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
