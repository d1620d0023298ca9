using System.Net;
using System.Net.Sockets;

namespace PixelShap.FleetTrial;

/// <summary>Passes connections on, until it is cut: then nothing passes and nobody is told, as when a cable is pulled.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _to;
    private readonly Task _accepting;

    public CutProxy(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool IsCut { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It ends.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                while (IsCut)
                {
                    await Task.Delay(50, _ended.Token);
                }

                await server.ConnectAsync(IPAddress.Loopback, _to, _ended.Token);
                (client.NoDelay, server.NoDelay) = (true, true);
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or InvalidOperationException)
            {
                // One side is gone.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 14];
        while (await from.ReadAsync(buffer, _ended.Token) is > 0 and var count)
        {
            while (IsCut)
            {
                await Task.Delay(50, _ended.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _ended.Token);
        }
    }
}
