using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PixelShap.Video.Cli.Watching;

/// <summary>
/// Tells systemd that the program is ready, that it lives, and that it ends (sd_notify(3): a line on a datagram socket of this machine). Does nothing where it was not started by systemd.
/// </summary>
internal sealed class ServiceNotice : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _to;
    private readonly ITimer? _timer;

    /// <summary>Begins to tell.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="isAlive">Whether our own part works: systemd starts the program again when it hears nothing.</param>
    public ServiceNotice(TimeProvider time, Func<bool> isAlive)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
        {
            return;
        }

        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _to = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        Tell("READY=1");
        if (long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
        {
            TimeSpan half = TimeSpan.FromMicroseconds(microseconds / 2.0);
            _timer = time.CreateTimer(
                _ =>
                {
                    if (isAlive())
                    {
                        Tell("WATCHDOG=1");
                    }
                },
                null,
                half,
                half);
        }
    }

    /// <summary>Tells that it ends.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        Tell("STOPPING=1");
        _socket?.Dispose();
    }

    private void Tell(string line)
    {
        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(line), _to!);
        }
        catch (SocketException)
        {
            // Nobody listens any more.
        }
    }
}
