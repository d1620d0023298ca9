using System.Text.Json;

namespace PixelShap.EndToEnd;

/// <summary><c>pixelshap doctor</c> on this machine, and on one that lacks something.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_machine_that_was_set_up_lacks_nothing_and_networks_are_computed()
    {
        CommandResult result = await Command.RunAsync(["doctor", "--json", "--output", _folder]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.True(json.GetProperty("ok").GetBoolean());
        JsonElement[] findings = [.. json.GetProperty("findings").EnumerateArray()];
        Assert.Equal(
            ["System", "Networks", "FFmpeg", "Pictures", "Drawing", "Models", "Disk"], findings.Select(finding => finding.GetProperty("area").GetString()).Distinct());
        Assert.Equal("computes", findings.Single(finding => finding.GetProperty("name").GetString() == "processor").GetProperty("detail").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Without_FFmpeg_it_ends_with_1_and_names_the_command_that_installs_it()
    {
        // 'env' starts the program by its full path, so that the search path may be empty.
        CommandResult result = await Command.RunAsync(["doctor"], new Dictionary<string, string?> { ["PATH"] = _folder });
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"missing +ffmpeg +The program ffmpeg was not found", result.Output);
        Assert.Contains("apt-get install ffmpeg", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 required thing is missing", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_road_model_that_is_not_the_one_of_the_build_is_found_out()
    {
        string program = Path.Combine(_folder, "program"), model = Path.Combine(program, "models", "pixelshap-road.onnx");
        Copy(Path.GetDirectoryName(Command.Program)!, program);
        File.AppendAllText(model, "x");
        CommandResult changed = await Command.RunAsync(["doctor", "--output", _folder], program: Path.Combine(program, Path.GetFileName(Command.Program)));
        Assert.Equal(1, changed.ExitCode);
        Assert.Matches(@"missing +road model +.*not the file that the program was built with", changed.Output);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
