using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>The main job on a piece of a sample drive with the embedded network.</summary>
public sealed class OfflineRunTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public async Task A_clip_leaves_a_complete_run_directory_and_the_same_one_every_time()
    {
        Run first = NewRun("first"), second = NewRun("second");
        CommandResult result = await first.ExecuteAsync(Samples.Street);
        Assert.Equal((0, ""), (result.ExitCode, FirstErrorLine(result)));
        Assert.Contains("38 frames looked at, 19 road users followed, asked at 3 moments", result.Output, StringComparison.Ordinal);
        foreach (string name in (string[])["annotated.mp4", "tracks.jsonl", "tracks.msgpack", "attributions.jsonl", "run.json", "journal.psj", "log.jsonl"])
        {
            Assert.True(new FileInfo(first.File(name)).Length > 0, name);
        }

        Assert.Equal(Clips.ProbedTimes(Samples.Street), Clips.ProbedTimes(first.File("annotated.mp4")));
        Assert.Equal(0, (await second.ExecuteAsync(Samples.Street, "--set", "video.annotated=false")).ExitCode);
        Assert.Equal(File.ReadAllBytes(first.File("tracks.jsonl")), File.ReadAllBytes(second.File("tracks.jsonl")));
        Assert.Equal(File.ReadAllBytes(first.File("attributions.jsonl")), File.ReadAllBytes(second.File("attributions.jsonl")));
        Assert.False(File.Exists(second.File("annotated.mp4")));
    }

    /// <remarks>Where the machine has no GPU, the run goes on without it and says so once, whichever package of ONNX Runtime it was built with.</remarks>
    [Fact]
    public async Task A_GPU_that_is_not_there_costs_one_warning_and_the_record_says_what_computed()
    {
        const string provider = "tensorrt";
        Run run = NewRun(provider);
        CommandResult result = await run.ExecuteAsync(Samples.Street, "--set", "video.annotated=false", "--set", $"segmenter.provider={provider}");
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(run.File("run.json")));
        JsonElement onnx = summary.RootElement.GetProperty("versions").GetProperty("onnx_runtime");
        string computed = onnx.GetProperty("execution_provider").GetString()!;
        Assert.StartsWith("Microsoft.ML.OnnxRuntime", onnx.GetProperty("package").GetString(), StringComparison.Ordinal);
        Assert.Contains($", {computed})", summary.RootElement.GetProperty("segmenter").GetString(), StringComparison.Ordinal);
        string[] said = [.. result.Error.Split('\n').Where(line => line.Contains("onnx", StringComparison.OrdinalIgnoreCase) || line.Contains(provider, StringComparison.Ordinal))];
        Assert.Equal(computed == provider ? 0 : 1, said.Length);
        Assert.All(said, line => Assert.StartsWith("warning: The processor computes the networks", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_importance_of_a_frame_lies_on_its_objects_and_adds_up()
    {
        Run run = NewRun("adds-up");
        CommandResult result = await run.ExecuteAsync(Samples.Street, "--set", "video.annotated=false", "--json");
        Assert.Equal(0, result.ExitCode);

        // The summary is alone on the standard output.
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.Equal(38, summary.RootElement.GetProperty("summary").GetProperty("frames").GetInt32());
        Assert.All(run.Lines("attributions.jsonl"), keyframe =>
        {
            double sum = keyframe.GetProperty("players").EnumerateArray().Sum(player => player.GetProperty("phi").GetDouble());
            Assert.Equal(1 - keyframe.GetProperty("v_empty").GetDouble(), sum + keyframe.GetProperty("efficiency_gap").GetDouble(), 5);
        });
        string[] kinds = [.. run.Lines("tracks.jsonl").Select(line => line.GetProperty("kind").GetString()!).Distinct().Order()];
        Assert.Equal(["extrapolated", "interpolated", "none", "observed"], kinds);
        Assert.All(run.Lines("tracks.jsonl").GroupBy(line => line.GetProperty("track").GetInt32()), track =>
        {
            string?[] marks = [.. track.Select(line => line.GetProperty("mark").GetString())];
            Assert.Equal(("birth", "death"), (marks[0], marks[^1]));
            Assert.DoesNotContain(marks[1..^1], mark => mark is "birth" or "death");
        });
    }

    [Fact]
    public async Task Variable_frame_rate_and_sound_are_kept()
    {
        string clip = clips.Make(
            "vfr-sound.mp4", "-i", Samples.Street, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=1.5", "-map", "0:v", "-map", "1:a",
            "-vf", "scale=320:180,select='not(mod(n,2))+not(mod(n,5))',settb=1/90000,setpts=PTS+mod(N\\,3)*900", "-vsync", "passthrough", "-enc_time_base", "1/90000",
            "-video_track_timescale", "90000", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        Run run = NewRun("vfr");
        CommandResult result = await run.ExecuteAsync(clip);
        Assert.Equal((0, ""), (result.ExitCode, FirstErrorLine(result)));
        AssertSameTimes(clip, run.File("annotated.mp4"));
        Assert.Equal(AudioOf(clip), AudioOf(run.File("annotated.mp4")));
    }

    [Fact]
    public async Task A_rotated_clip_is_analysed_and_shown_upright()
    {
        string flat = clips.Make("flat.mp4", "-i", Samples.Street, "-vf", "scale=320:180,transpose=2", "-frames:v", "20", "-c:v", "libx264", "-preset", "ultrafast");
        string clip = clips.Make("rotated.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=270");
        Run run = NewRun("rotated");
        CommandResult result = await run.ExecuteAsync(clip);
        Assert.Equal((0, ""), (result.ExitCode, FirstErrorLine(result)));
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(run.File("run.json")));
        Assert.Equal((320, 180), (summary.RootElement.GetProperty("input").GetProperty("width").GetInt32(), summary.RootElement.GetProperty("input").GetProperty("height").GetInt32()));
        AssertSameTimes(clip, run.File("annotated.mp4"));
        Assert.Contains(run.Lines("tracks.jsonl"), line => line.GetProperty("class").GetString() == "car");
    }

    [Fact]
    public async Task A_killed_run_goes_on_and_ends_like_an_undisturbed_one()
    {
        Run whole = NewRun("whole"), killed = NewRun("killed");
        string[] quick = ["--set", "video.annotated=false", "--set", "keyframes.interval_seconds=0.2"];
        Assert.Equal(0, (await whole.ExecuteAsync(Samples.Street, quick)).ExitCode);
        string[] arguments = ["run", Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml"), "--input", Samples.Street, "--output", killed.Folder, "--set", "attribution.max_players=3", .. quick];
        foreach (int bytes in (int[])[2_000, 12_000])
        {
            using Command command = Command.Start(arguments);
            while (!command.HasExited && !(File.Exists(killed.File("journal.psj")) && new FileInfo(killed.File("journal.psj")).Length > bytes))
            {
                await Task.Yield();
            }

            command.KillAtOnce();
            await command.WaitAsync();
            Assert.Empty(killed.Leftovers());
        }

        Assert.Equal(0, (await Command.RunAsync(arguments)).ExitCode);
        Assert.Equal(File.ReadAllBytes(whole.File("tracks.jsonl")), File.ReadAllBytes(killed.File("tracks.jsonl")));
        Assert.Equal(File.ReadAllBytes(whole.File("attributions.jsonl")), File.ReadAllBytes(killed.File("attributions.jsonl")));
    }

    [Fact]
    public async Task A_run_that_is_asked_to_stop_ends_with_130_and_the_same_command_goes_on()
    {
        Run run = NewRun("stopped");
        string[] arguments = ["run", Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml"), "--input", Samples.Street, "--output", run.Folder, "--set", "attribution.max_players=3", "--set", "video.annotated=false"];
        using Command command = Command.Start(arguments);
        while (!command.HasExited && !(File.Exists(run.File("journal.psj")) && new FileInfo(run.File("journal.psj")).Length > 1_000))
        {
            await Task.Yield();
        }

        command.SendTerminate();
        CommandResult stopped = await command.WaitAsync();
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("goes on where it stopped", stopped.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(run.File("run.json")));
        Assert.Empty(run.Leftovers());

        Assert.Equal(0, (await Command.RunAsync(arguments)).ExitCode);
        Assert.True(File.Exists(run.File("run.json")));
    }

    [Fact]
    public async Task A_question_to_a_service_that_hangs_does_not_outlast_a_termination_by_ten_seconds()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Task<System.Net.Sockets.Socket> asked = silent.AcceptSocketAsync();
        Run run = NewRun("hangs");
        string service = $"http://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}/v1";
        using Command command = Command.Start(
            ["run", Samples.Drive("quiet-street"), "--output", run.Folder, "--set", "vlm.provider=openai", "--set", $"vlm.base_url={service}", "--set", "vlm.model=m", "--set", "vlm.cache.enabled=false"],
            new Dictionary<string, string?> { ["OPENAI_API_KEY"] = "a-key" });
        using System.Net.Sockets.Socket connection = await asked.WaitAsync(TimeSpan.FromMinutes(1));

        command.SendTerminate();
        CommandResult stopped = await command.WaitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(130, stopped.ExitCode);
        Assert.Empty(run.Leftovers());
    }

    private static string FirstErrorLine(CommandResult result) =>
        result.Error.Split('\n').FirstOrDefault(line => line.StartsWith("error", StringComparison.Ordinal)) ?? "";

    private static void AssertSameTimes(string expected, string actual)
    {
        double[] source = [.. Clips.ProbedTimes(expected).Select(time => time.Seconds)];
        double[] written = [.. Clips.ProbedTimes(actual).Select(time => time.Seconds)];
        Assert.Equal(source.Length, written.Length);
        Assert.All(source.Zip(written), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.001));
    }

    /// <summary>The packets of the sound with their times and checksums.</summary>
    private static string AudioOf(string path) => Clips.Run("ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "packet=pts_time,data_hash", "-show_data_hash", "md5", "-of", "csv=p=0", path);

    private Run NewRun(string name) => new(Path.Combine(clips.Folder, "runs", name));
}
