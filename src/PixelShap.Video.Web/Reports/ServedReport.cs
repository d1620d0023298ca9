using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Reports;

/// <summary>The report of a run as the server shows it.</summary>
/// <param name="Page">The page, UTF-8.</param>
/// <param name="Video">The annotated video; null without one.</param>
/// <param name="Pictures">The pictures that the model was shown; null without the clip.</param>
internal sealed record ServedReport(byte[] Page, string? Video, RunPictures? Pictures)
{
    /// <summary>Makes the page; video and pictures stay where they are until somebody looks at them.</summary>
    public static async Task<ServedReport> CreateAsync(RecordedRun run, string? input, bool hasLibrary, WorkbenchParts parts)
    {
        List<string> notes = [];
        RunPictures? pictures = null;
        if (await ReportFile.FindClipAsync(run, input, notes, CancellationToken.None) is { } clip && ReportSettings.Of(run.Document) is { } settings)
        {
            var drawing = new CoalitionPictures(settings.Region, parts.Parts.Fill(settings.Fill));
            pictures = new RunPictures(clip, run.Reading, parts.Media, run.Results, drawing, parts.Codec);
        }

        string? video = File.Exists(run.Directory.AnnotatedVideo) ? run.Directory.AnnotatedVideo : null;
        var source = new ReportSource
        {
            Results = run.Results,
            Document = run.Document,
            Product = parts.Product.Name,
            Video = video is null ? null : ReportVideo.Of(null, "annotated.mp4", run.Results, VideoOrigin.Of(run.Results, run.Document)),
            Pictures = pictures ?? (IReportPictures)new EmbeddedPictures(),
            Notes = notes,
            Elsewhere = "'self'",
            Links =
            [
                .. hasLibrary ? (ReportLink[])[new ReportLink("library", "All runs", "../../")] : [],
                .. pictures is null ? (ReportLink[])[] : [new ReportLink("ask", "What if …", "ask")],
            ],
        };
        using var page = new MemoryStream();
        await ReportPage.WriteAsync(page, source);
        return new ServedReport(page.ToArray(), video, pictures);
    }
}
