using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Several cameras in one process: real RTSP servers with passwords, a page, a webhook that is down at first, and a real MQTT broker.</summary>
[Collection("Live cameras")]
public sealed class ManyCamerasTests(Clips clips) : IClassFixture<Clips>
{
    private const string Secret = "webhook-key", Password = "hunter'2";

    [Fact]
    public async Task Cameras_fail_and_come_back_alone_events_reach_everybody_and_the_list_is_edited_meanwhile()
    {
        string camera = clips.Make(
            "street.h264", "-i", Samples.Street, "-vf", "scale=320:180", "-an", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-bsf:v", "h264_mp4toannexb", "-f", "h264");
        string[] login = ["--user", "viewer", "--password", Password];
        string output = clips.PathOf("depot"), list = clips.PathOf("cameras.yaml"), passwordFile = clips.PathOf("password");
        await File.WriteAllTextAsync(passwordFile, Password + "\n");
        using RtspServer gate = await RtspServer.StartAsync(camera, 0, login);
        RtspServer yard = await RtspServer.StartAsync(camera, 0, login);
        int yardPort = yard.Port;
        await using var webhook = new Webhook(failures: 2);
        using Broker broker = await Broker.StartAsync(clips);
        string Listed(string more) =>
            $$"""
            cameras:
              - name: gate
                address: rtsp://127.0.0.1:{{gate.Port}}/cam
                user: viewer
                password: ${GATE_PASSWORD}
                settings:
                  live: { webhook: "{{webhook.Address}}", mqtt: "mqtt://127.0.0.1:{{broker.Port}}", alert_importance: 0.001 }
              - name: yard
                address: rtsp://127.0.0.1:{{yardPort}}/cam
                user: viewer
                password_file: {{Path.GetFileName(passwordFile)}}
              {{more}}
            """;
        await File.WriteAllTextAsync(list, Listed("- { name: broken, address: 'rtsp://127.0.0.1:9/cam' }"));
        try
        {
            using Command command = Command.Start(
                [
                    "watch", "--cameras", list, "--serve", "127.0.0.1:0", "--output", output, "--pipeline", Path.Combine(SharedData.RepositoryRoot, "pipelines", "rtsp-live.yaml"),
                    "--set", "keyframes.interval_seconds=0.5", "--set", "attribution.max_players=2", "--set", "live.max_backoff_seconds=0.5", "--set", "live.record=true",
                    "--set", "live.record_segment_seconds=2", "--set", "live.clip_after_seconds=1", "--set", "live.clip_before_seconds=2", "--set", "video.annotated=false",
                ],
                new Dictionary<string, string?> { ["GATE_PASSWORD"] = Password, ["PIXELSHAP_WEBHOOK_KEY"] = Secret, ["PIXELSHAP_TOKEN"] = "sixteen-letters-and-more" });
            string address = (await command.FirstLineAsync())[..^"live  (Ctrl-C ends it)".Length];
            using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(10) };

            // Whether all is well is told to everybody, all else to who has the token.
            Assert.Equal("ok\n", await client.GetStringAsync("healthz"));
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("metrics")).StatusCode);
            client.DefaultRequestHeaders.Authorization = new("Bearer", "sixteen-letters-and-more");
            await UntilAsync(client, command, states => states is { Count: 3 } && states["gate"].State == "streaming" && states["yard"].State == "streaming" && states["broken"] == ("connecting", "the connection was refused", 0));
            await UntilAsync(client, command, async () => (await client.GetAsync("live/gate/picture.jpg")).StatusCode == HttpStatusCode.OK);

            // One is lost: the other one goes on. A list that is wrong changes nothing; one that is right takes the broken camera out.
            yard.Dispose();
            await File.WriteAllTextAsync(list, "cameras: [{ name: gate }]");
            Dictionary<string, (string State, string Reason, long Received)> lost = await UntilAsync(client, command, states => states["yard"].State == "reconnecting");
            await UntilAsync(client, command, () => Task.FromResult(Log(output).Contains("stays as it was", StringComparison.Ordinal)));
            await File.WriteAllTextAsync(list, Listed(""));
            await UntilAsync(client, command, states => states.Count == 2 && states["gate"].State == "streaming" && states["gate"].Received > lost["gate"].Received);
            yard = await RtspServer.StartAsync(camera, yardPort, login);
            await UntilAsync(client, command, states => states["yard"].State == "streaming" && states["yard"].Received > lost["yard"].Received);
            await webhook.Enough.WaitAsync(TimeSpan.FromMinutes(1));
            string metrics = await client.GetStringAsync("metrics");
            Assert.Matches(@"pixelshap_frames_received_\w*total\{[^}]*camera=""gate""", metrics);
            Assert.Matches(@"pixelshap_reconnects_\w*total\{[^}]*camera=""yard""[^}]*\} 1", metrics);
            Assert.Contains("pixelshap_latency_seconds_bucket", metrics, StringComparison.Ordinal);
            await UntilAsync(client, command, () => Task.FromResult(Directory.EnumerateFiles(output, "*.mp4", SearchOption.AllDirectories).Any(file => file.Contains("alerts", StringComparison.Ordinal))));

            command.SendTerminate();
            CommandResult result = await command.WaitAsync();
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.DoesNotContain(Password, result.Error, StringComparison.Ordinal);
        }
        finally
        {
            yard.Dispose();
        }

        // Every event is on the disk, reached the webhook, and either the broker or the folder of what is still to be sent.
        string[] events = [.. Directory.EnumerateFiles(output, "*.json", SearchOption.AllDirectories).Where(file => file.Contains("/gate/", StringComparison.Ordinal) && file.Contains("/alerts/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Cast<string>()];
        Assert.NotEmpty(events);
        string[] Waiting(string target) => [.. Directory.EnumerateFiles(Path.Combine(output, "gate", "outbox", target), "*.json").Select(Path.GetFileNameWithoutExtension).Cast<string>()];
        Assert.Empty(events.Except(webhook.Ids).Except(Waiting("webhook")));
        string heard = await broker.HeardAsync();
        Assert.Empty(events.Where(id => !heard.Contains(id, StringComparison.Ordinal)).Except(Waiting("mqtt")));
        Assert.Contains("homeassistant/event/pixelshap_gate/event/config", heard, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(output, "*.mp4", SearchOption.AllDirectories), file => Assert.NotEmpty(Clips.ProbedTimes(file)));
        Assert.All(Directory.EnumerateFiles(output, "*.json*", SearchOption.AllDirectories), file => Assert.DoesNotContain("hunter", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static async Task<Dictionary<string, (string State, string Reason, long Received)>> UntilAsync(
        HttpClient client, Command command, Func<Dictionary<string, (string State, string Reason, long Received)>, bool> holds)
    {
        Dictionary<string, (string, string, long)> states = [];
        await UntilAsync(client, command, async () =>
        {
            using JsonDocument live = JsonDocument.Parse(await client.GetStringAsync("api/live"));
            states = live.RootElement.GetProperty("cameras").EnumerateArray().ToDictionary(
                camera => camera.GetProperty("name").GetString()!, camera => (camera.GetProperty("state").GetString()!, camera.GetProperty("reason").GetString()!, camera.GetProperty("received").GetInt64()));
            return holds(states);
        });
        return states;
    }

    private static string Log(string output)
    {
        // It is being written.
        using var file = new FileStream(Path.Combine(output, "log.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }

    private static async Task UntilAsync(HttpClient client, Command command, Func<Task<bool>> holds)
    {
        _ = client;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            Assert.False(command.HasExited, "the program has ended");
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>Takes events, after it has refused some.</summary>
    private sealed class Webhook : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly HashSet<string> _ids = [];
        private readonly TaskCompletionSource _enough = new();
        private readonly Task _answering;

        public Webhook(int failures)
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/events/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _answering = AnswerAsync(failures);
        }

        public string Address { get; }

        public Task Enough => _enough.Task;

        public IReadOnlyCollection<string> Ids => _ids;

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _answering;
        }

        private async Task AnswerAsync(int failures)
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    string body = await reader.ReadToEndAsync(), time = context.Request.Headers["X-PixelShap-Time"]!;
                    string expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(time + "." + body)));
                    bool isTaken = failures-- <= 0 && context.Request.Headers["X-PixelShap-Signature"] == expected;
                    context.Response.StatusCode = isTaken ? 204 : 503;
                    context.Response.Close();
                    if (isTaken)
                    {
                        _ids.Add(JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!);
                        _enough.TrySetResult();
                    }
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }

    /// <summary>Mosquitto, and somebody who listens to all of it.</summary>
    private sealed class Broker : IDisposable
    {
        private readonly Process _broker;
        private readonly Process _listener;
        private readonly Task<string> _heard;

        private Broker(Process broker, Process listener, int port) => (_broker, _listener, Port, _heard) = (broker, listener, port, listener.StandardOutput.ReadToEndAsync());

        public int Port { get; }

        public static async Task<Broker> StartAsync(Clips clips)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            int port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            string settings = clips.PathOf("mosquitto.conf");
            await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1\nallow_anonymous true\n"));
            Process broker = Process.Start(new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", settings]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            while (true)
            {
                try
                {
                    using var trial = new TcpClient();
                    await trial.ConnectAsync(IPAddress.Loopback, port);
                    break;
                }
                catch (SocketException) when (!broker.HasExited)
                {
                    await Task.Delay(20);
                }
            }

            return new Broker(broker, Process.Start(new ProcessStartInfo("mosquitto_sub", ["-p", $"{port}", "-t", "#", "-v"]) { RedirectStandardOutput = true })!, port);
        }

        public async Task<string> HeardAsync()
        {
            _listener.Kill();
            return await _heard;
        }

        public void Dispose()
        {
            foreach (Process process in (Process[])[_listener, _broker])
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }

                process.WaitForExit();
                process.Dispose();
            }
        }
    }
}
