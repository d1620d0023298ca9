using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Live;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class RtspFrameSourceTests(Clips clips)
{
    private static readonly RtspOptions Quick = new() { StallTimeout = TimeSpan.FromSeconds(2), QuietAfter = TimeSpan.FromSeconds(1), BlockedAfter = TimeSpan.FromMinutes(1), FirstPause = TimeSpan.FromSeconds(0.1), LongestPause = TimeSpan.FromSeconds(0.2) };

    [Fact]
    public async Task A_stream_is_read_with_its_times()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera());
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, Quick);
        ConcurrentQueue<StreamState> states = States(source);
        await source.ConnectAsync(CancellationToken.None);
        Assert.Equal((320, 180, "h264", false), (source.Info.Width, source.Info.Height, source.Info.Codec, source.Info.HasAudio));

        List<FrameHeader> frames = await TakeAsync(source, 30);

        Assert.Equal(Enumerable.Range(0, 30).Select(number => (long)number), frames.Select(frame => frame.Index));

        // The first two packets can carry the same time, before the clock of the stream is known; the second is moved by a tick then.
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Pts < pair.Second.Pts));
        Assert.All(frames.Skip(1).Zip(frames.Skip(2)), pair => Assert.Equal(0.04, pair.Second.Pts.Seconds - pair.First.Pts.Seconds, 0.001));
        Assert.Equal(new Epoch(0, frames[0].Epoch.StartedAt, "start"), Assert.Single(frames.Select(frame => frame.Epoch).Distinct()));
        Assert.Equal([StreamState.Connecting, StreamState.Streaming, StreamState.Ended], states);
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_with_another_size_starts_a_new_epoch()
    {
        RtspServer server = await RtspServer.StartAsync(Camera());
        try
        {
            await using RtspFrameSource source = RtspFrameSource.Create(server.Address, Quick);
            ConcurrentQueue<StreamState> states = States(source);
            var headers = new List<FrameHeader>();
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                using (frame)
                {
                    headers.Add(frame.Header);
                }

                if (headers.Count == 10)
                {
                    int port = server.Port;
                    server.Dispose();
                    server = await RtspServer.StartAsync(Camera("camera2.h264", "256x144"), port);
                }

                if (headers.Count(header => header.Epoch.Number == 1) == 10)
                {
                    break;
                }
            }

            Assert.Equal([0, 1], headers.Select(header => header.Epoch.Number).Distinct());
            Assert.Equal("the stream ended", headers[^1].Epoch.Reason);
            Assert.True(headers[^1].Epoch.StartedAt > headers[0].Epoch.StartedAt);
            Assert.Equal([(320, 180), (256, 144)], headers.Select(header => (header.Width, header.Height)).Distinct());
            // While the server is started nobody takes frames: those that were on their way may be too many.
            Assert.Equal(headers.Select(header => header.Index).Distinct().Order(), headers.Select(header => header.Index));
            Assert.Equal(source.Counts.Received, headers.Count + source.Counts.Dropped);
            Assert.Equal([StreamState.Connecting, StreamState.Streaming, StreamState.Reconnecting, StreamState.Streaming, StreamState.Ended], states);
        }
        finally
        {
            server.Dispose();
        }

        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task A_silent_server_counts_as_stalled_and_is_connected_again()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera());
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, Quick with { AttemptTimeout = TimeSpan.FromSeconds(4) });
        ConcurrentQueue<StreamState> states = States(source);
        source.StateChanged += (_, change) =>
        {
            if (change.State == StreamState.Reconnecting)
            {
                server.Thaw();
            }
        };
        var epochs = new List<Epoch>();
        int count = 0;
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                epochs.Add(frame.Header.Epoch);
            }

            if (++count == 10)
            {
                server.Freeze();
            }

            if (frame.Header.Epoch.Number == 1)
            {
                break;
            }
        }

        Assert.Equal("no frame for 2 s", epochs[^1].Reason);
        Assert.Equal([StreamState.Connecting, StreamState.Streaming, StreamState.Quiet, StreamState.Stalled, StreamState.Reconnecting, StreamState.Streaming, StreamState.Ended], states);
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task An_unreachable_camera_is_an_input_error_without_the_password()
    {
        int port;
        using (RtspServer server = await RtspServer.StartAsync(Camera()))
        {
            port = server.Port;
        }

        var log = new RecordingLogger();
        await using RtspFrameSource source = RtspFrameSource.Create(
            $"rtsp://admin:hunter2@127.0.0.1:{port}/cam?token=topsecret", Quick with { ConnectTimeout = TimeSpan.FromSeconds(1) }, log);

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => source.ConnectAsync(CancellationToken.None));

        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.Equal($"The stream rtsp://127.0.0.1:{port}/cam cannot be read: the connection was refused.", error.Message);
        Assert.Contains(log.Lines, line => line.Contains("Connection refused", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("hunter2", StringComparison.Ordinal) || line.Contains("topsecret", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_not_tried_again()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera(), 0, "--user", "admin", "--password", "p@ss");
        await using RtspFrameSource wrong = RtspFrameSource.Create(
            $"rtsp://admin:nope@127.0.0.1:{server.Port}/cam", Quick with { ConnectTimeout = TimeSpan.FromDays(1), FirstPause = TimeSpan.FromDays(1), LongestPause = TimeSpan.FromDays(1) });
        await using RtspFrameSource right = RtspFrameSource.Create($"rtsp://admin:p%40ss@127.0.0.1:{server.Port}/cam", Quick);

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => wrong.ConnectAsync(CancellationToken.None));

        Assert.Contains("the user name or the password was not accepted", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await TakeAsync(right, 3)).Count);
    }

    /// <summary>What stands on a command line can be read by every user of the machine.</summary>
    [Fact]
    public async Task The_list_of_processes_shows_no_credentials()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera(), 0, "--user", "admin", "--password", "hunter'2");
        await using RtspFrameSource source = RtspFrameSource.Create(new CameraLogin("admin", "hunter'2").ApplyTo($"rtsp://127.0.0.1:{server.Port}/cam?key=topsecret"), Quick);

        await source.ConnectAsync(CancellationToken.None);

        string[] lines = [.. ChildProcesses.IdsOfFfmpeg().Select(id => File.ReadAllText($"/proc/{id}/cmdline") + File.ReadAllText($"/proc/{id}/environ"))];
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            Assert.Contains("rawvideo", line, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter", line, StringComparison.Ordinal);
            Assert.DoesNotContain("topsecret", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Whoever_takes_no_frames_blocks_the_stream_and_it_is_not_connected_again()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera());
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, Quick with { BlockedAfter = TimeSpan.FromSeconds(1.2), StallTimeout = TimeSpan.FromSeconds(1.5) });
        ConcurrentQueue<StreamState> states = States(source);
        var blocked = new TaskCompletionSource();
        source.StateChanged += (_, change) => _ = change.State == StreamState.Blocked && blocked.TrySetResult();
        long taken = 0;
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            frame.Dispose();
            taken++;
            await blocked.Task;
            if (source.State == StreamState.Streaming)
            {
                break;
            }
        }

        Assert.Equal([StreamState.Connecting, StreamState.Streaming, StreamState.Blocked, StreamState.Streaming, StreamState.Ended], states);
        Assert.Equal((source.Counts.Received, 0), (taken + source.Counts.Dropped, source.Counts.Reconnects));
        Assert.True(source.Counts.Dropped > 0);
    }

    /// <summary>Two frames a second: the watchdog waits for them, and a camera that later refuses the password is tried seldom.</summary>
    [Fact]
    public async Task A_camera_that_sends_little_is_quiet_and_one_that_refuses_the_user_is_tried_seldom()
    {
        string[] right = ["--rate", "2", "--user", "admin", "--password", "right"], other = ["--user", "admin", "--password", "other"];
        RtspServer server = await RtspServer.StartAsync(Camera(), 0, right);
        int port = server.Port;
        try
        {
            var log = new RecordingLogger();
            await using RtspFrameSource source = RtspFrameSource.Create(
                $"rtsp://admin:right@127.0.0.1:{port}/cam", Quick with { QuietAfter = TimeSpan.FromSeconds(0.2), StallTimeout = TimeSpan.FromSeconds(4), RefusedPause = TimeSpan.FromHours(1) }, log);
            ConcurrentQueue<StreamState> states = States(source);
            using var enough = new CancellationTokenSource();
            bool isOther = false;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (Frame frame in source.ReadAsync(enough.Token))
                {
                    frame.Dispose();
                    if (!isOther && states.Contains(StreamState.Quiet) && source.State == StreamState.Streaming)
                    {
                        isOther = true;
                        server.Dispose();
                        server = await RtspServer.StartAsync(Camera(), port, other);
                        _ = Task.Run(async () =>
                        {
                            while (!source.Reason.Contains("tried again in", StringComparison.Ordinal))
                            {
                                await Task.Delay(20);
                            }

                            await enough.CancelAsync();
                        });
                    }
                }
            });

            Assert.Equal([StreamState.Connecting, StreamState.Streaming, StreamState.Quiet, StreamState.Streaming], states.Take(4));
            Assert.Equal([StreamState.Reconnecting, StreamState.Ended], states.TakeLast(2));
            Assert.Single(log.Lines, line => line.Contains("was not accepted; the next attempt is in", StringComparison.Ordinal));
        }
        finally
        {
            server.Dispose();
        }
    }

    /// <summary>Two senders after each other at one address: the clock of the second begins five seconds earlier.</summary>
    [Fact]
    public async Task A_clock_that_goes_back_goes_on_and_is_said()
    {
        string first = clips.Make("first.ts", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=2", "-c:v", "libx264", "-g", "5", "-pix_fmt", "yuv420p", "-output_ts_offset", "100", "-f", "mpegts");
        string second = clips.Make("second.ts", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=3", "-c:v", "libx264", "-g", "5", "-pix_fmt", "yuv420p", "-output_ts_offset", "95", "-f", "mpegts");
        var log = new RecordingLogger();
        int port = Random.Shared.Next(20_000, 30_000);
        await using RtspFrameSource source = RtspFrameSource.Create($"udp://127.0.0.1:{port}?overrun_nonfatal=1", Quick with { ReconnectTimeout = TimeSpan.FromSeconds(0.1) }, log);
        Task sending = Task.Run(() =>
        {
            foreach (string clip in (string[])[first, second])
            {
                Clips.Run("ffmpeg", "-v", "error", "-re", "-i", clip, "-c", "copy", "-copyts", "-f", "mpegts", $"udp://127.0.0.1:{port}?pkt_size=1316");
            }
        });
        var times = new List<double>();
        await Assert.ThrowsAsync<PixelShapException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                times.Add(frame.Pts.Seconds);
                frame.Dispose();
            }
        });
        await sending;

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.InRange(times[^1] - times[0], 3, 7);
        Assert.Contains(log.Lines, line => line.Contains("the clock of the stream is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_ends_it_and_leaves_nothing_behind()
    {
        using RtspServer server = await RtspServer.StartAsync(Camera());
        await using RtspFrameSource source = RtspFrameSource.Create(server.Address, Quick);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(cancellation.Token))
            {
                frame.Dispose();
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(StreamState.Ended, source.State);
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    private string Camera(string name = "camera.h264", string size = "320x180") => clips.Make(
        name, "-f", "lavfi", "-i", $"testsrc2=s={size}:r=25:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10",
        "-pix_fmt", "yuv420p", "-f", "h264");

    private static ConcurrentQueue<StreamState> States(RtspFrameSource source)
    {
        var states = new ConcurrentQueue<StreamState>();
        source.StateChanged += (_, change) => states.Enqueue(change.State);
        return states;
    }

    private static async Task<List<FrameHeader>> TakeAsync(RtspFrameSource source, int count)
    {
        var headers = new List<FrameHeader>();
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            headers.Add(frame.Header);
            frame.Dispose();
            if (headers.Count == count)
            {
                break;
            }
        }

        return headers;
    }

    private sealed class RecordingLogger : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
