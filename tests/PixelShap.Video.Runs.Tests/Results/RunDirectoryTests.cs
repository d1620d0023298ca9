using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_one_process_works_in_a_directory()
    {
        using (RunDirectory.ForWriting(_folder))
        {
            Assert.Contains("at work", Assert.Throws<PixelShapException>(() => RunDirectory.ForWriting(_folder)).Message, StringComparison.Ordinal);
        }

        RunDirectory.ForWriting(_folder).Dispose();
    }

    [Fact]
    public void An_input_in_the_output_directory_is_refused_also_through_a_link()
    {
        string clip = Path.Combine(_folder, "annotated.mp4"), link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(clip, "");
        File.CreateSymbolicLink(link, clip);
        try
        {
            using RunDirectory directory = RunDirectory.ForWriting(_folder);
            Assert.Throws<PixelShapException>(() => directory.Protect(clip));
            Assert.Throws<PixelShapException>(() => directory.Protect(link));
            directory.Protect(typeof(RunDirectoryTests).Assembly.Location);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void A_directory_that_was_made_for_a_refused_command_goes_again()
    {
        string made = Path.Combine(_folder, "runs", "clip");
        using (RunDirectory directory = RunDirectory.ForWriting(made))
        {
            File.WriteAllText(directory.Log, "{}");
            directory.Withdraw();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void A_directory_with_something_in_it_stays(bool isNew, bool isRefused, bool hasMore)
    {
        string made = isNew ? Path.Combine(_folder, "clip") : _folder;
        using (RunDirectory directory = RunDirectory.ForWriting(made))
        {
            File.WriteAllText(directory.Log, "{}");
            if (hasMore)
            {
                File.WriteAllText(directory.File("annotated.mp4"), "");
            }

            if (isRefused)
            {
                directory.Withdraw();
            }
        }

        Assert.True(File.Exists(Path.Combine(made, "log.jsonl")));
    }

    [Fact]
    public void What_is_given_in_place_of_a_run_is_called_by_its_name()
    {
        string file = Path.Combine(_folder, "clip.mp4");
        File.WriteAllText(file, "");
        Assert.EndsWith("is a file.", Refusal(file), StringComparison.Ordinal);
        Assert.EndsWith("does not exist.", Refusal(Path.Combine(_folder, "nope")), StringComparison.Ordinal);
        Assert.Contains("holds no run", Refusal(_folder), StringComparison.Ordinal);

        static string Refusal(string path) => Assert.Throws<PixelShapException>(() => RunDirectory.ForReading(path)).Message;
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_name_is_refused_and_means_no_other_directory(string name)
    {
        var error = Assert.Throws<PixelShapException>(() => RunDirectory.ForWriting(name));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_could_not_be_finished_leaves_nothing()
    {
        using RunDirectory directory = RunDirectory.ForWriting(_folder);
        await Assert.ThrowsAsync<InvalidOperationException>(() => directory.WriteAsync("a.json", _ => throw new InvalidOperationException()));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), path => !path.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_becomes_full_is_said_of_the_file_that_was_named()
    {
        using RunDirectory directory = RunDirectory.ForWriting(_folder);
        string path = directory.File("a.json");
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => WholeFile.WriteAsync(
            path, _ => throw new IOException($"No space left on device : '{Path.Combine(_folder, ".a.json.partial")}'", 28)));
        Assert.Equal($"{path} cannot be written: the disk is full.", error.Message);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void An_empty_name_is_refused() => Assert.Equal(ExitCode.Usage, Assert.Throws<PixelShapException>(() => RunDirectory.ForWriting(" ")).ExitCode);
}
