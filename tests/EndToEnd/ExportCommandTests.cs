using PixelShap.Video.Media.Tests;
using PixelShap.Video.Publishing.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Exports and reports of finished runs, by the real command.</summary>
public sealed class ExportCommandTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public async Task Every_format_goes_into_the_run_directory_or_where_it_is_told_to()
    {
        string run = clips.PathOf("exported"), elsewhere = clips.PathOf("elsewhere"), file = clips.PathOf("one.xml");
        RecordedRuns.Write(run);
        CommandResult result = await Command.RunAsync(["export", run, "--format", "mot", "coco", "vtt", "csv", "cvat", "mcap"]);
        string[] names = ["tracks.mot.txt", "coco.json", "answers.vtt", "tracks.csv", "keyframes.csv", "cvat.xml", "run.mcap"];
        Assert.Equal((0, string.Join('\n', names.Select(name => Path.Combine(run, name)))), (result.ExitCode, result.Output.TrimEnd()));
        Assert.All(names, name => Assert.True(new FileInfo(Path.Combine(run, name)).Length > 0));
        Assert.DoesNotContain(Directory.EnumerateFiles(run), path => path.EndsWith(".partial", StringComparison.Ordinal));

        Assert.Equal(0, (await Command.RunAsync(["export", run, "-f", "csv", "-f", "mot", "-o", elsewhere])).ExitCode);
        Assert.Equal(["keyframes.csv", "tracks.csv", "tracks.mot.txt"], Directory.EnumerateFiles(elsewhere).Select(path => Path.GetFileName(path)!).Order());
        Assert.Equal(0, (await Command.RunAsync(["export", run, "-f", "cvat", "-o", file])).ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "cvat.xml")), File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData(2, "no export 'xls'", "export", "--format", "xls")]
    [InlineData(3, "does not say where it was recorded", "export", "--format", "geojson")]
    [InlineData(3, "does not exist", "report", "--input", "nowhere.mp4")]
    [InlineData(2, "--port is 70000", "serve", "--port", "70000")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(int exitCode, string because, string command, params string[] more)
    {
        string run = clips.PathOf($"refused-{because}");
        RecordedRuns.Write(run);
        CommandResult result = await Command.RunAsync([command, run, .. more]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(because, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "report.html")));
    }

    [Fact]
    public async Task A_report_is_written_without_the_clip_and_says_what_it_lacks()
    {
        string run = clips.PathOf("moved");
        RecordedRuns.Write(run, "/nowhere/drive.mp4");
        Assert.Equal(0, (await Command.RunAsync(["report", run])).ExitCode);
        Assert.Contains("The clip is no longer where it was analysed", await File.ReadAllTextAsync(Path.Combine(run, "report.html")), StringComparison.Ordinal);
    }
}
