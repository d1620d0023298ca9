namespace PixelShap.Video.Cli.Tests;

public sealed class ReportTests(RecordedClip recorded) : IClassFixture<RecordedClip>
{
    private const string Settings = """{"configuration":{"attribution":{"region":"bbox","fill":"black"}}}""";

    [Fact]
    public async Task The_page_shows_what_the_model_was_shown_only_of_the_clip_that_was_analysed_and_as_it_was_hidden()
    {
        string run = recorded.Run("evidence"), page = recorded.PathOf("page.html");
        await File.WriteAllTextAsync(Path.Combine(run, "run.json"), Settings);
        Assert.Equal(0, await CommandLine.RunAsync(["report", run, "--output", page]));
        Assert.True(Pictures(page) > 0);

        // Another clip of the same size is no evidence.
        File.Delete(page);
        Assert.Equal(3, await CommandLine.RunAsync(["report", run, "--input", recorded.Other(), "--output", page]));
        Assert.False(File.Exists(page));

        // Without run.json nobody knows how objects were hidden.
        File.Delete(Path.Combine(run, "run.json"));
        Assert.Equal(0, await CommandLine.RunAsync(["report", run, "--output", page]));
        Assert.Equal(0, Pictures(page));
        Assert.Contains("does not say how objects were hidden", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_replaces_the_clip_or_what_everything_is_made_from()
    {
        string filmed = recorded.PathOf("precious.mp4");
        File.Copy(recorded.Clip, filmed);
        string run = recorded.Run("precious", input: filmed), journal = Path.Combine(run, "journal.psj");
        byte[] before = await File.ReadAllBytesAsync(journal), clip = await File.ReadAllBytesAsync(filmed);
        foreach (string precious in (string[])[journal, filmed])
        {
            Assert.Equal(2, await CommandLine.RunAsync(["report", run, "--output", precious]));
            Assert.Equal(2, await CommandLine.RunAsync(["export", run, "--format", "mot", "--output", precious]));
            Assert.Equal(2, await CommandLine.RunAsync(["review", run, "--output", precious]));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(journal));
        Assert.Equal(clip, await File.ReadAllBytesAsync(filmed));
    }

    [Fact]
    public async Task Formats_may_stand_in_one_word()
    {
        string run = recorded.Run("formats");
        Assert.Equal(0, await CommandLine.RunAsync(["export", run, "--format", "mot,coco"]));
        Assert.True(File.Exists(Path.Combine(run, "tracks.mot.txt")) && File.Exists(Path.Combine(run, "coco.json")));
        Assert.Equal(2, await CommandLine.RunAsync(["export", run, "--format", "mot,tram"]));
    }

    [Theory]
    [InlineData("report", "")]
    [InlineData("export", "RUN", "--format", "mot", "--output", "")]
    [InlineData("review", "RUN", "--blur", "")]
    [InlineData("cache", "stats", "--directory", "")]
    public async Task An_argument_that_is_empty_is_refused(params string[] arguments) =>
        Assert.Equal(2, await CommandLine.RunAsync([.. arguments.Select(argument => argument == "RUN" ? recorded.PathOf("run") : argument)]));

    /// <summary>The pictures stand in the page in base64; a JPEG begins with FF D8 FF.</summary>
    private static int Pictures(string page) => File.ReadAllText(page).Split("\"/9j/").Length - 1;
}
