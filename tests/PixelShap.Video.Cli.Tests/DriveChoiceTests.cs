using PixelShap.Testing;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Tests;

/// <summary>What a run is of, when a folder or several files are named.</summary>
public sealed class DriveChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-choice-").FullName;

    public DriveChoiceTests()
    {
        // Two drives of two views, half an hour apart.
        foreach (string name in (string[])["20261121_100000_NF.mp4", "20261121_100000_NR.mp4", "20261121_100001_NF.mp4", "20261121_103000_NF.mp4", "20261121_103000_NR.mp4"])
        {
            File.Copy(Samples.Street, Path.Combine(_folder, name));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Several_drives_are_told_apart_by_number_and_front_is_taken_and_said()
    {
        PixelShapException several = await Assert.ThrowsAsync<PixelShapException>(() => FindAsync(null, null, _folder));
        Assert.Equal($"{_folder} holds 2 drives: 1: BlackVue 2026-11-21 10:00:00, 3 files; 2: BlackVue 2026-11-21 10:30:00, 2 files.", several.Message);

        ClipInput first = await FindAsync(null, 1, _folder), rear = await FindAsync("rear", 2, _folder);
        Assert.Equal(["20261121_100000_NF.mp4", "20261121_100001_NF.mp4"], first.Files.Select(Path.GetFileName));
        Assert.Equal(["The front view is taken; there is also rear: --view takes another."], first.Notes);
        Assert.Equal(["20261121_103000_NR.mp4"], rear.Files.Select(Path.GetFileName));
        Assert.Empty(rear.Notes);
        Assert.Equal($"{Path.GetFileName(_folder)}-2-rear", new DriveChoice([_folder + "/"], "rear", 2).Name);
    }

    [Fact]
    public async Task One_file_stays_a_clip_and_named_files_are_one_drive_whatever_lies_between()
    {
        string[] files = [Path.Combine(_folder, "20261121_103000_NF.mp4"), Path.Combine(_folder, "20261121_100000_NF.mp4")];

        Assert.False((await FindAsync(null, null, files[0])).IsDrive);
        ClipInput both = await FindAsync(null, null, files);
        Assert.Equal([files[1], files[0]], both.Files);
        Assert.Equal((_folder, 1800.0, true), (both.Path, both.Parts[1].Begin.Seconds, both.Parts[1].IsAfterGap));
    }

    [Theory]
    [InlineData("The drive has no view 'roof'.", "roof", 1)]
    [InlineData("There is no drive 3 in ", null, 3)]
    public async Task What_is_not_there_is_one_sentence(string message, string? view, int? number)
    {
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => FindAsync(view, number, _folder));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static Task<ClipInput> FindAsync(string? view, int? number, params string[] named) =>
        new DriveChoice(named, view, number).FindAsync(new ClipConfiguration(), new TerminalObserver(), CancellationToken.None);
}
