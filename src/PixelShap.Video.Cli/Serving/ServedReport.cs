using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Cli.Serving;

/// <summary>What a server shows of a run.</summary>
/// <param name="Page">The page, UTF-8.</param>
/// <param name="Video">The annotated video; null without one.</param>
/// <param name="Pictures">The pictures that the model was shown; null without the clip.</param>
internal sealed record ServedReport(byte[] Page, string? Video, ClipPictures? Pictures) : IDisposable
{
    /// <summary>Makes the page; video and pictures stay where they are until somebody looks at them.</summary>
    public static async Task<ServedReport> CreateAsync(RecordedRun run, string? input, IServiceProvider services)
    {
        List<string> notes = [];
        ClipPictures? pictures = null;
        if (await ReportFile.FindClipAsync(run, input, notes, CancellationToken.None) is { } clip && ReportSettings.Of(run.Document) is { } settings)
        {
            var drawing = new CoalitionPictures(settings.Region, services.GetRequiredService<IRunParts>().Fill(settings.Fill));
            pictures = new ClipPictures(clip, FfmpegMedia.Options(run.Reading), run.Results, drawing, services.GetRequiredService<IImageCodec>());
        }

        string? video = File.Exists(run.Directory.AnnotatedVideo) ? run.Directory.AnnotatedVideo : null;
        var source = new ReportSource
        {
            Results = run.Results,
            Document = run.Document,
            Product = services.GetRequiredService<ProductInfo>().Name,
            Video = video is null ? null : ReportVideo.Of(null, "annotated.mp4", run.Results, VideoOrigin.Of(run.Results, run.Document)),
            Pictures = pictures ?? (IReportPictures)new EmbeddedPictures(),
            Notes = notes,
            Elsewhere = "'self'",
        };
        using var page = new MemoryStream();
        await ReportPage.WriteAsync(page, source);
        return new ServedReport(page.ToArray(), video, pictures);
    }

    public void Dispose() => Pictures?.Dispose();
}
