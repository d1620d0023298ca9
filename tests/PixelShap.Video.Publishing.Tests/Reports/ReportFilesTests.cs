using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Tests.Reports;

public sealed class ReportFilesTests
{
    [Fact]
    public void A_page_in_the_run_directory_names_what_can_be_taken_along_and_one_elsewhere_or_for_others_names_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;
        foreach (string name in (string[])["journal.psj", "log.jsonl", ".lock", "report.html", "review.mp4", "events.jsonl", "a&b #1.csv"])
        {
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        RunDirectory run = RunDirectory.ForReading(folder);
        IReadOnlyList<string> files = ReportFiles.Beside(run, Path.Combine(folder, "report.html"), ReportSharing.All);
        Assert.Equal(["a&b #1.csv", "events.jsonl", "review.mp4"], files);
        Assert.Contains("<a href=\"a%26b%20%231.csv\" download>a&amp;b #1.csv</a>", ReportFiles.Html(files), StringComparison.Ordinal);
        Assert.Equal("review.mp4", Assert.Single(ReportFiles.Links(files)).Address);
        Assert.Empty(ReportFiles.Beside(run, Path.Combine(Path.GetTempPath(), "report.html"), ReportSharing.All));
        Assert.Empty(ReportFiles.Beside(run, Path.Combine(folder, "report.html"), ReportSharing.All with { WithoutAnswers = true }));
        Assert.Empty(ReportFiles.Html([]));
        Directory.Delete(folder, recursive: true);
    }
}
