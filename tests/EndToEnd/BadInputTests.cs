using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Whatever is wrong gets one sentence with a remedy, the right exit code, and nothing under a final name.</summary>
public sealed class BadInputTests(Clips clips) : IClassFixture<Clips>
{
    public static TheoryData<string, int, string> Inputs => new()
    {
        { "missing.mp4", 3, "does not exist" },
        { "empty.mp4", 3, "is empty" },
        { "text.mp4", 3, "is text, not a video" },
        { "cut.mp4", 3, "index" },
        { "sound.m4a", 3, "no video" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_bad_input_is_named(string name, int exitCode, string because)
    {
        string path = clips.PathOf(name);
        Make(name, path);
        var run = new Run(clips.PathOf($"run-{name}"));
        CommandResult result = await run.ExecuteAsync(path);
        AssertOneSentence(result, exitCode, because, name);
        Assert.Empty(run.Leftovers());
        Assert.False(Directory.Exists(clips.PathOf($"run-{name}")));
    }

    [Theory]
    [InlineData(2, "score_treshold", "segmenter.score_treshold=0.5")]
    [InlineData(2, "a whole number", "seed=soon")]
    [InlineData(2, "/no/such/model.onnx", "segmenter.model=/no/such/model.onnx")]
    public async Task A_bad_setting_is_named(int exitCode, string because, string setting)
    {
        var run = new Run(clips.PathOf("run-setting"));
        AssertOneSentence(await run.ExecuteAsync(clips.Plain(), "--set", setting), exitCode, because);
        Assert.Empty(run.Leftovers());
    }

    [Fact]
    public async Task A_model_with_the_wrong_outputs_is_described()
    {
        var run = new Run(clips.PathOf("run-model"));
        CommandResult result = await run.ExecuteAsync(clips.Plain(), "--set", $"segmenter.model={Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Vision.Tests/Models/sam_encoder.onnx")}");
        AssertOneSentence(result, 2, "is not recognised", "docs/segmenters.md");
        Assert.False(Directory.Exists(clips.PathOf("run-model")));
    }

    /// <summary>Each says what was given, and what would have been right.</summary>
    [Theory]
    [InlineData(2, "is a file", "pixelshap run", "watch", "CLIP")]
    [InlineData(2, "The port 99999 does not exist", "65535", "watch", "rtsp://cam:99999/x")]
    [InlineData(3, "is a video, not a picture", "pixelshap run", "explain", "CLIP")]
    [InlineData(2, "--fps is -3", "from 0 to 1000", "run", "CLIP", "--fps", "-3")]
    [InlineData(3, "is a file", "--output directory", "report", "CLIP")]
    [InlineData(2, "is a file", "folder", "cache", "stats", "--directory", "CLIP")]
    [InlineData(3, "is a file, not a folder", "--truth", "eval", "tracks", "x", "--truth", "CLIP")]
    public async Task What_is_given_in_the_wrong_place_is_called_by_its_name(int exitCode, string because, string remedy, params string[] arguments) =>
        AssertOneSentence(await Command.RunAsync(arguments.Select(argument => argument == "CLIP" ? clips.Plain() : argument)), exitCode, because, remedy);

    [Fact]
    public async Task An_output_directory_that_is_a_file_is_refused()
    {
        string path = clips.PathOf("a-file");
        await File.WriteAllTextAsync(path, "");
        AssertOneSentence(await new Run(path).ExecuteAsync(clips.Plain()), 2, "is a file");
        AssertOneSentence(await new Run("/proc/pixelshap").ExecuteAsync(clips.Plain()), 2, "cannot be written to");
    }

    [Fact]
    public async Task A_missing_ffmpeg_is_named()
    {
        string dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        string clip = clips.Plain();
        CommandResult result = await Command.RunAsync(["run", "--input", clip, "--output", clips.PathOf("run-ffmpeg")], new Dictionary<string, string?> { ["PATH"] = dotnet });
        AssertOneSentence(result, 1, "ffmpeg", "install");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("fly", "away")]
    [InlineData("run", "--input", "rtsp://user:secret@camera/stream")]
    [InlineData("watch", "http//nonsense", "--output", "/tmp/x")]
    [InlineData("review", "a", "b", "--camera", "rtsp://user:secret@camera/stream")]
    public async Task Wrong_usage_ends_with_2_and_a_hint(params string[] arguments)
    {
        CommandResult result = await Command.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hint_names_the_whole_command()
    {
        CommandResult result = await Command.RunAsync(["eval", "tracking", "--fly"]);
        Assert.Contains("'--fly'", result.Error, StringComparison.Ordinal);
        Assert.Contains("pixelshap eval tracking --help", result.Error, StringComparison.Ordinal);
    }

    private void Make(string name, string path)
    {
        switch (name)
        {
            case "empty.mp4":
                File.WriteAllBytes(path, []);
                break;
            case "text.mp4":
                File.WriteAllText(path, "This is a letter, not a film.\n");
                break;
            case "cut.mp4":
                byte[] clip = File.ReadAllBytes(clips.Make("index-at-end.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"));
                File.WriteAllBytes(path, clip[..(clip.Length / 2)]);
                break;
            case "sound.m4a":
                clips.Make(name, "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac");
                break;
            default:
                break;
        }
    }

    private static void AssertOneSentence(CommandResult result, int exitCode, params string[] parts)
    {
        Assert.Equal(exitCode, result.ExitCode);
        string[] lines = [.. result.Error.Split('\n').SkipWhile(line => !line.StartsWith("error:", StringComparison.Ordinal)).Where(line => line.Length > 0)];
        Assert.Equal(2, lines.Length);
        Assert.All(parts, part => Assert.Contains(part, string.Join(' ', lines), StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }
}
