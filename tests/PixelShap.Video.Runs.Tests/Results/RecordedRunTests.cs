using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class RecordedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_that_a_run_made_may_be_replaced_by_what_is_made_of_it()
    {
        string clip = Path.Combine(_folder, "drive.mp4"), run = Directory.CreateDirectory(Path.Combine(_folder, "run")).FullName;
        WrittenRun.Write(run, clip, (10, 0.5));
        File.WriteAllText(clip, "");
        var recorded = RecordedRun.Open(run);
        string link = Path.Combine(_folder, "link.txt");
        File.WriteAllText(recorded.Directory.Log, "");
        File.CreateSymbolicLink(link, recorded.Directory.Log);

        foreach (string name in (string[])["journal.psj", "run.json", "log.jsonl", "annotated.mp4"])
        {
            Assert.Equal(ExitCode.Usage, Assert.Throws<PixelShapException>(() => recorded.Protect(Path.Combine(run, name))).ExitCode);
        }

        Assert.Throws<PixelShapException>(() => recorded.Protect(clip));
        Assert.Throws<PixelShapException>(() => recorded.Protect(link));
        recorded.Protect(Path.Combine(run, "review.mp4"));
    }
}
