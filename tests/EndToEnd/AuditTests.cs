using System.Text.Json;
using PixelShap.Video.Media.Tests;
using PixelShap.Video.Publishing.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Many runs at once, by the real command.</summary>
public sealed class AuditTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public async Task Runs_are_counted_searched_and_what_cannot_be_read_is_left_out_by_name()
    {
        string folder = clips.PathOf("audited");
        RecordedRuns.Write(Path.Combine(folder, "a"));
        RecordedRuns.Write(Path.Combine(folder, "b", "c"), "/nowhere/other.mp4");
        Directory.CreateDirectory(Path.Combine(folder, "broken"));
        await File.WriteAllTextAsync(Path.Combine(folder, "broken", "journal.psj"), "no journal");
        string table = Path.Combine(folder, "audit.csv");

        CommandResult text = await Command.RunAsync(["audit", folder, "--csv", table]), json = await Command.RunAsync(["audit", folder, "--json"]);
        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.StartsWith("2 runs, ", text.Output, StringComparison.Ordinal);
        Assert.Contains("left out: broken: ", text.Error, StringComparison.Ordinal);
        JsonElement subject = JsonDocument.Parse(json.Output).RootElement[0];
        Assert.Equal(2, subject.GetProperty("runs").GetInt32());
        Assert.Equal(1, subject.GetProperty("verdicts").EnumerateArray().Sum(verdict => verdict.GetProperty("share").GetProperty("value").GetDouble()), 1e-3);

        // A row of the table for each figure of the JSON.
        int rows = JsonDocument.Parse(json.Output).RootElement.EnumerateArray().Sum(one => new[] { "verdicts", "classes", "colours" }.Sum(name => one.GetProperty(name).GetArrayLength()));
        Assert.Equal(rows + 1, File.ReadAllLines(table).Length);

        CommandResult found = await Command.RunAsync(["search", "other.mp4", "--in", folder]), none = await Command.RunAsync(["search", "no such word", "--in", folder]);
        Assert.Equal((0, 0), (found.ExitCode, none.ExitCode));
        Assert.StartsWith(Path.Combine(folder, "b", "c"), found.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 run", found.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("Nothing was found.", none.Output.Trim());
    }

    [Theory]
    [InlineData(2, "--since is 'yesterday'", "audit", "FOLDER", "--since", "yesterday")]
    [InlineData(2, "--since is '2026-13-01'", "search", "car", "--in", "FOLDER", "--since", "2026-13-01")]
    [InlineData(3, "holds no finished run", "audit", "FOLDER")]
    [InlineData(3, "does not exist", "search", "car", "--in", "/no/such/folder")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(int exitCode, string because, params string[] arguments)
    {
        string folder = Directory.CreateDirectory(clips.PathOf("empty")).FullName;
        CommandResult result = await Command.RunAsync([.. arguments.Select(argument => argument == "FOLDER" ? folder : argument)]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(because, result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}
