using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PixelShap.Video.Fleet.Servers;

/// <summary>A real server on this machine, for tests and trials.</summary>
internal static class ServerProcess
{
    /// <summary>Where Debian puts programs that are not on the path of every user.</summary>
    private static readonly string[] s_folders = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"];

    /// <summary>The path of a program; null where it is not installed.</summary>
    public static string? Find(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program; PostgreSQL will not run as root, and is then started as its own user.</summary>
    public static Process Start(bool asPostgres, string program, params string[] arguments)
    {
        bool isOther = asPostgres && Environment.UserName == "root";
        var start = new ProcessStartInfo(isOther ? "setpriv" : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = isOther ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments] : arguments;
        foreach (string argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits until something listens.</summary>
    public static async Task WaitForAsync(int port, TimeSpan most)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (watch.Elapsed < most)
            {
                // Not yet.
            }
        }
    }
}
