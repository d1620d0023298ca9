using System.Net.Sockets;
using PixelShap.Video.Media.Recording;

namespace PixelShap.Video.Media.Live;

/// <summary>The way from FFmpeg to the recorder, beside that of the frames: a socket of this machine with a name that only this user may use.</summary>
internal sealed class RecordingLink : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly string _path;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _taking;

    private RecordingLink(Socket listener, string path, Recorder recorder, int epoch)
    {
        (_listener, _path) = (listener, path);
        _taking = TakeAsync(recorder, epoch);
    }

    /// <summary>Where FFmpeg writes to.</summary>
    public string Address => "unix:" + _path;

    /// <summary>Opens it.</summary>
    public static RecordingLink Open(Recorder recorder, int epoch)
    {
        string path = Path.Combine(Path.GetTempPath(), $"pixelshap-{Guid.NewGuid():N}.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen(1);
        return new RecordingLink(listener, path, recorder, epoch);
    }

    /// <summary>Takes what is still on the way: FFmpeg has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.Cancel();
        _listener.Dispose();
        File.Delete(_path);
        await _taking;
        _ended.Dispose();
    }

    private async Task TakeAsync(Recorder recorder, int epoch)
    {
        Socket given;
        try
        {
            given = await _listener.AcceptAsync(_ended.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It never came to a stream.
            return;
        }

        // Nobody else needs the name: a program that is killed leaves nothing behind.
        File.Delete(_path);
        using (given)
        {
            await using var stream = new NetworkStream(given);
            await recorder.TakeAsync(stream, epoch, CancellationToken.None);
        }
    }
}
