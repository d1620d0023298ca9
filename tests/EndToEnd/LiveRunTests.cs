using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.EndToEnd;

/// <summary>A live camera: a real RTSP server that dies and comes back. Not beside the other test of cameras: what is under way at SIGTERM has five seconds.</summary>
[Collection("Live cameras")]
public sealed class LiveRunTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public async Task A_camera_that_is_lost_in_the_middle_is_opened_again_and_a_signal_leaves_a_complete_run()
    {
        string camera = clips.Make(
            "camera.h264", "-i", Samples.Street, "-vf", "scale=320:180", "-an",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-bsf:v", "h264_mp4toannexb", "-f", "h264");
        var run = new Run(clips.PathOf("live"));
        RtspServer server = await RtspServer.StartAsync(camera);
        int port = server.Port;
        try
        {
            using Command command = Command.Start(
            [
                "watch", $"rtsp://viewer:secret@127.0.0.1:{port}/cam", "--output", run.Folder, "--pipeline", Path.Combine(SharedData.RepositoryRoot, "pipelines", "rtsp-live.yaml"),
                "--set", "keyframes.interval_seconds=0.5", "--set", "live.stall_timeout_seconds=2", "--set", "live.max_backoff_seconds=0.5", "--set", "attribution.max_players=2",
                "--set", "prompts.advice=Which vehicles matter, and what should I do?", "--set", "prompts.people=Who walks at {time}?", "--set", "video.prompt=people",
            ]);
            await ValuedAsync(run.File("journal.psj"), command, epoch: 0);
            server.Dispose();
            server = await RtspServer.StartAsync(camera, port);
            await ValuedAsync(run.File("journal.psj"), command, epoch: 1);
            command.SendInterrupt();
            CommandResult result = await command.WaitAsync();
            Assert.True(result.ExitCode == 0, result.Error);
        }
        finally
        {
            server.Dispose();
        }

        foreach (string name in (string[])["annotated.mp4", "tracks.jsonl", "tracks.msgpack", "attributions.jsonl", "run.json", "log.jsonl"])
        {
            Assert.True(new FileInfo(run.File(name)).Length > 0, name);
        }

        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(run.File("run.json")));
        Assert.True(summary.RootElement.GetProperty("summary").GetProperty("epochs").GetInt32() >= 2);
        List<JsonElement> keyframes = run.Lines("attributions.jsonl");

        // On a busy machine any one keyframe may be dropped for a newer one, but the camera that came back is valued again.
        Assert.Contains(keyframes, keyframe => keyframe.GetProperty("epoch").GetInt32() >= 1);
        double[] times = [.. keyframes.Select(keyframe => keyframe.GetProperty("t").GetDouble())];
        Assert.Equal(times.Order(), times);
        Assert.All(keyframes.GroupBy(keyframe => keyframe.GetProperty("frame").GetInt64()), frame =>
            Assert.Equal(["advice", "people"], frame.Select(keyframe => keyframe.GetProperty("prompt_name").GetString())));
        Assert.NotEmpty(Clips.ProbedTimes(run.File("annotated.mp4")));
        Assert.All(Directory.EnumerateFiles(run.Folder), path => Assert.DoesNotContain("secret", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_camera_that_cannot_be_reached_is_given_up_with_one_sentence()
    {
        CommandResult result = await Command.RunAsync(
            ["watch", "rtsp://viewer:secret@127.0.0.1:9/cam", "--output", clips.PathOf("unreachable"), "--set", "live.connect_timeout_seconds=1"]);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("rtsp://127.0.0.1:9/cam", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Waits for every prompt's keyframe of a connection: that the journal grows says little, since what was seen before is written for a while.</summary>
    private static async Task ValuedAsync(string path, Command command, int epoch)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!command.HasExited && !(File.Exists(path) && IsValued(path, epoch)))
        {
            await Task.Delay(200, patience.Token);
        }
    }

    private static bool IsValued(string path, int epoch) =>
        new JournalReader(path) { WithMasks = false }.Read().OfType<JournalKeyframe>().Where(keyframe => keyframe.Epoch >= epoch).GroupBy(keyframe => keyframe.Frame).Any(frame => frame.Count() == 2);
}
