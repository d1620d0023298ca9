using System.Text.RegularExpressions;

namespace PixelShap.Video.Cli.Tests.Sharing;

/// <summary>What pages for others leave out, and that a folder of them needs nothing else.</summary>
public sealed partial class SharedPageTests(RecordedClip recorded) : IClassFixture<RecordedClip>
{
    private const string Answer = "A car on the left and a person on the right.";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_page_leaves_out_persons_answers_or_both(bool noPersons, bool noAnswers)
    {
        string run = await RunAsync($"shared-{noPersons}-{noAnswers}"), page = recorded.PathOf($"shared-{noPersons}-{noAnswers}.html");
        Assert.Equal(0, await CommandLine.RunAsync(["report", run, "--output", page, .. noPersons ? (string[])["--no-persons"] : [], .. noAnswers ? (string[])["--no-answers"] : []]));

        string text = await File.ReadAllTextAsync(page);
        Assert.Equal(!noAnswers, text.Contains(Answer, StringComparison.Ordinal));
        Assert.Equal(!noPersons, text.Contains("\"/9j/", StringComparison.Ordinal));
        Assert.Equal(!noPersons && !noAnswers, text.Contains(Convert.ToBase64String("annotated!"u8), StringComparison.Ordinal));
        Assert.Equal(!noPersons && !noAnswers, text.Contains(Path.GetDirectoryName(run)!, StringComparison.Ordinal));
        Assert.Equal(noPersons, text.Contains("because a person was seen there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_of_runs_becomes_pages_that_need_nothing_else_and_the_runs_stay_as_they_are()
    {
        string folder = Directory.CreateDirectory(recorded.PathOf("fleet")).FullName, site = recorded.PathOf("site");
        foreach (string name in (string[])["fleet/monday/drive 1", "fleet/<b>"])
        {
            Directory.Move(await RunAsync($"run-{Guid.NewGuid():N}"), Directory.CreateDirectory(recorded.PathOf(name)).FullName + "/run");
        }

        // One that cannot be read keeps the others from nothing.
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "broken")).FullName, "journal.psj"), "nonsense");
        Dictionary<string, DateTime> before = Files(folder);
        Assert.Equal(0, await CommandLine.RunAsync(["publish", folder, "--output", site, "--no-persons", "--no-answers"]));

        Assert.Equal(before, Files(folder));
        Assert.Equal(["%3Cb%3E/run/report.html", "monday/drive%201/run/report.html"], Links().Matches(await File.ReadAllTextAsync(Path.Combine(site, "index.html"))).Select(match => match.Groups[1].Value));
        string[] pages = [.. Directory.EnumerateFiles(site, "*", SearchOption.AllDirectories)];
        Assert.Equal(3, pages.Length);
        foreach (string page in pages)
        {
            string text = await File.ReadAllTextAsync(page);
            Assert.Contains("default-src 'none'", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>/", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetDirectoryName(recorded.Clip)!, text, StringComparison.Ordinal);
            Assert.DoesNotMatch(Elsewhere(), text);
        }
    }

    [Theory]
    [InlineData(2, "publish", "FOLDER")]
    [InlineData(3, "publish", "nowhere", "--output", "SITE")]
    [InlineData(3, "publish", "EMPTY", "--output", "SITE")]
    [InlineData(2, "publish", "RUN", "--output", "RUN/site")]
    public async Task What_cannot_be_published_is_refused(int code, params string[] arguments)
    {
        string run = await RunAsync($"unpublished-{Guid.NewGuid():N}"), empty = Directory.CreateDirectory(recorded.PathOf("empty")).FullName;
        Assert.Equal(code, await CommandLine.RunAsync([.. arguments.Select(argument => argument
            .Replace("FOLDER", empty, StringComparison.Ordinal).Replace("EMPTY", empty, StringComparison.Ordinal).Replace("RUN", run, StringComparison.Ordinal).Replace("SITE", recorded.PathOf("unpublished"), StringComparison.Ordinal))]));
    }

    private async Task<string> RunAsync(string name)
    {
        string run = recorded.Run(name);
        await File.WriteAllTextAsync(
            Path.Combine(run, "run.json"),
            $$$"""{"input":{"name":"{{{recorded.Clip}}}","path":"{{{recorded.Clip}}}"},"configuration":{"attribution":{"region":"bbox","fill":"black"}},"summary":{"prompts":[{"top_over_time":[{"answer":"{{{Answer}}}"}]}]}}""");
        await File.WriteAllTextAsync(Path.Combine(run, "annotated.mp4"), "annotated!");
        return run;
    }

    private static Dictionary<string, DateTime> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    // What a browser would fetch.
    [GeneratedRegex("(src|href)=\"(https?:|//)")]
    private static partial Regex Elsewhere();
}
