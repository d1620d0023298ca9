using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>What somebody types who does not know the command by heart.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("analyses a clip")]
    [InlineData("importance", "eval")]
    [InlineData("pull", "models")]
    public async Task A_command_that_lacks_the_rest_shows_what_there_is(string shown, params string[] arguments)
    {
        CommandResult result = await Command.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Contains(shown, result.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("Did you mean 'run'?", "rum", "clip.mp4")]
    [InlineData("Did you mean 'explain'?", "expalin", "picture.jpg")]
    [InlineData("Did you mean 'importance'?", "eval", "importence")]
    [InlineData("Did you mean '--input'?", "run", "--inptu", "clip.mp4")]
    [InlineData("There is no command or option '--frobnicate'.", "run", "clip.mp4", "--frobnicate")]
    [InlineData("No clip is named.", "run", "pipeline.yaml")]
    [InlineData("a.mp4 is named twice.", "run", "a.mp4", "--input", "a.mp4")]
    [InlineData("Two settings files are named, a.yml and b.yaml.", "run", "c.mp4", "a.yml", "-p", "b.yaml")]
    [InlineData("The prompt is empty or longer than 4000 characters.", "run", "c.mp4", "--prompt", " ")]
    public async Task A_slip_is_named_and_so_is_what_was_probably_meant(string expected, params string[] arguments)
    {
        CommandResult result = await Command.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_clip_that_may_not_be_read_is_said_to_be_so()
    {
        string clip = Path.Combine(_folder, "secret.mp4");
        await File.WriteAllBytesAsync(clip, [1, 2, 3]);
        Clips.Run("chmod", "000", clip);

        // Root may read every file unless it gives that right away.
        string[] under = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
        using Command command = Command.Start(["run", clip, "--output", Path.Combine(_folder, "run")], under: under);
        CommandResult result = await command.WaitAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("may not be read", result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_picture_that_was_cut_off_the_program_alone_speaks()
    {
        string whole = Path.Combine(_folder, "whole.jpg"), cut = Path.Combine(_folder, "cut.jpg");
        Clips.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360", "-frames:v", "1", whole);
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(cut, bytes[..(bytes.Length / 2)]);
        CommandResult result = await Command.RunAsync(["explain", cut, "--output", Path.Combine(_folder, "explained")]);
        Assert.Contains("was cut off while it was copied", result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("Corrupt JPEG", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_a_question_and_settings_can_be_named_in_any_order()
    {
        string output = Path.Combine(_folder, "run"), pipeline = Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml");
        string[] quick = ["--set", "keyframes.budget=1", "--set", "video.annotated=false", "--set", "attribution.max_players=2"];
        CommandResult result = await Command.RunAsync(["run", Samples.Street, pipeline, "--prompt", "Is a bicycle to be seen?", "-o", output, .. quick]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Is a bicycle to be seen?", await File.ReadAllTextAsync(Path.Combine(output, "attributions.jsonl")), StringComparison.Ordinal);

        // The same run, with another report and other exports, goes on where it ended.
        CommandResult again = await Command.RunAsync(
            ["run", "--pipeline", pipeline, "--input", Samples.Street, "--prompt", "Is a bicycle to be seen?", "-o", output, .. quick, "--set", "report=false", "--set", "exports=[csv]"]);
        Assert.Equal(0, again.ExitCode);
        Assert.True(File.Exists(Path.Combine(output, "keyframes.csv")));
    }
}
