using System.Collections.Concurrent;
using System.Net;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Live;

namespace PixelShap.Video.Media.Tests;

/// <summary>Streams over HTTP that have an end (HLS): they are read once, to their end; what is lost before it is connected again.</summary>
[Collection(nameof(Clips))]
public sealed class PlaylistTests(Clips clips)
{
    [Fact]
    public async Task A_playlist_with_an_end_is_read_once_and_whole()
    {
        using var server = new Server(Pieces(), text => text);
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, new RtspOptions());

        int frames = (await FrameReading.TimesAsync(source)).Count;

        Assert.Equal(20, frames);
        Assert.Equal(1, server.Requests.Count(request => request.EndsWith("vod0.ts", StringComparison.Ordinal)));
        Assert.Equal(StreamState.Ended, source.State);
    }

    [Fact]
    public async Task A_playlist_that_ends_while_it_is_watched_ends_the_watching()
    {
        int asked = 0;
        using var server = new Server(Pieces(), text => Interlocked.Increment(ref asked) < 3 ? text.Replace("#EXT-X-ENDLIST", "", StringComparison.Ordinal) : text);
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, new RtspOptions());

        Assert.NotEmpty(await FrameReading.TimesAsync(source));
        Assert.InRange(asked, 3, 10);
    }

    [Fact]
    public async Task A_playlist_that_is_lost_before_its_end_is_connected_again()
    {
        var server = new Server(Pieces(), text => text.Replace("#EXT-X-ENDLIST", "", StringComparison.Ordinal));
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, new RtspOptions { ReconnectTimeout = TimeSpan.FromSeconds(1), StallTimeout = TimeSpan.FromSeconds(4) });
        var states = new ConcurrentQueue<StreamState>();
        source.StateChanged += (_, change) => states.Enqueue(change.State);

        await Assert.ThrowsAsync<PixelShapException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                frame.Dispose();
                server.Dispose();
            }
        });

        Assert.Contains(StreamState.Reconnecting, states);
    }

    /// <summary>A folder with two seconds of pictures in pieces and the playlist of them.</summary>
    private string Pieces()
    {
        string folder = Directory.CreateDirectory(clips.PathOf($"hls-{Guid.NewGuid():N}")).FullName;
        Clips.Run(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "5", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0",
            Path.Combine(folder, "vod.m3u8"));
        return folder;
    }

    /// <summary>Hands out the files of a folder, its playlist as it is at the moment.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Server(string folder, Func<string, string> playlist)
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            Address += "vod.m3u8";
            _ = AnswerAsync(folder, playlist);
        }

        public string Address { get; }

        public ConcurrentQueue<string> Requests { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(string folder, Func<string, string> playlist)
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    string path = context.Request.Url!.AbsolutePath;
                    Requests.Enqueue(path);
                    byte[] content = await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(path)));
                    content = path.EndsWith(".m3u8", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes(playlist(System.Text.Encoding.UTF8.GetString(content))) : content;
                    context.Response.ContentLength64 = content.Length;
                    await context.Response.OutputStream.WriteAsync(content);
                    context.Response.Close();
                }
            }
            catch (Exception error) when (error is ObjectDisposedException or HttpListenerException or IOException)
            {
                // The server was shut down.
            }
        }
    }
}
