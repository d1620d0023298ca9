using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Attribution;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Makes the page of a run: takes the pictures that the model was shown out of the clip, and embeds the annotated video.</summary>
/// <param name="media">Reads the clip.</param>
/// <param name="parts">Make what hidden pixels are replaced with.</param>
/// <param name="codec">Encodes the pictures.</param>
/// <param name="product">The program.</param>
public sealed class ReportFile(IMediaLibrary media, IRunParts parts, IImageCodec codec, ProductInfo product) : IRunPublisher
{
    /// <summary>The page in a run directory.</summary>
    public const string Name = "report.html";

    /// <summary>What the page of a live run lacks.</summary>
    public const string LiveNote = "This is a run of a live stream: the pictures that the model was shown were not kept.";

    // What a page may hold, so that browsers open it at once.
    private const long MostVideoBytes = 40 << 20, MostPictureBytes = 24 << 20;

    /// <inheritdoc/>
    public Task<IPublication?> BeginAsync(FinishedRun run, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!run.Configuration.Report)
        {
            return Task.FromResult<IPublication?>(null);
        }

        AttributionConfiguration settings = run.Configuration.Attribution;
        KeyframePictures? pictures = run.Input is null ? null : Pictures(run.Results, settings, ReportSharing.All);
        return Task.FromResult<IPublication?>(new Publication(this, run, pictures));
    }

    /// <summary>Writes the page of a run that was made before.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">Where the clip is now; null to look where it was.</param>
    /// <param name="path">The page.</param>
    /// <param name="observer">Shows the progress.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="sharing">What is left out for others; null for nothing.</param>
    public async Task WriteAsync(RecordedRun run, string? input, string path, IRunObserver observer, CancellationToken cancellationToken, ReportSharing? sharing = null)
    {
        sharing ??= ReportSharing.All;
        ArgumentNullException.ThrowIfNull(run);
        List<string> notes = [];
        ClipInput? clip = await FindClipAsync(run, input, notes, cancellationToken);
        using KeyframePictures? pictures = clip is not null && ReportSettings.Of(run.Document) is { } settings ? Pictures(run.Results, settings, sharing) : null;
        if (pictures is not null)
        {
            await ReadAsync(pictures, run.Results, clip!, run.Reading, observer, cancellationToken);
        }

        await WriteAsync(run.Directory, run.Results, run.Document, pictures, notes, path, sharing);
    }

    private KeyframePictures Pictures(RunResults results, AttributionConfiguration settings, ReportSharing sharing) =>
        new(results, new CoalitionPictures(settings.Region, parts.Fill(settings.Fill)), codec, MostPictureBytes, sharing.Persons(results));

    private async Task WriteAsync(
        RunDirectory directory, RunResults results, JsonObject document, KeyframePictures? pictures, IReadOnlyList<string> notes, string path, ReportSharing sharing)
    {
        List<string> missing = [.. notes];
        if (pictures is { Taken.LeftOut: > 0 })
        {
            missing.Add(
                $"The pictures of the last {pictures.Taken.LeftOut} keyframes would make this file too large{(sharing.LeavesOut ? "" : $": pixelshap serve {directory.Path} shows them")}.");
        }

        if (pictures is { Withheld: > 0 })
        {
            missing.Add($"The pictures of {pictures.Withheld} keyframes are left out, because a person was seen there or within a second of it.");
        }

        if (sharing.WithoutAnswers)
        {
            missing.Add("The answers are left out.");
        }

        ReportVideo? video = Withholds(sharing, results, missing) ? null : Video(directory, results, VideoOrigin.Of(results, document), path, missing, sharing);
        using var none = new EmbeddedPictures();
        IReadOnlyList<string> files = ReportFiles.Beside(directory, path, sharing);
        var source = new ReportSource
        {
            Results = results,
            Document = document,
            Product = product.Name,
            Video = video,
            Pictures = pictures?.Taken ?? none,
            Notes = missing,
            Files = files,
            Links = [.. ReportFiles.Links(files)],
            Sharing = sharing,
            Elsewhere = video is { Address: not null } ? "'self' file:" : "",
        };
        await WholeFile.WriteAsync(path, stream => ReportPage.WriteAsync(stream, source));
    }

    /// <summary>The clip of a run, where there still is one; else the reader of the page is told.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">Where the user says that it is; null to look where it was.</param>
    /// <param name="notes">Takes what the page lacks without the clip.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    /// <exception cref="PixelShapException">It is not where the user says, or not the clip that was analysed.</exception>
    public static async Task<ClipInput?> FindClipAsync(RecordedRun run, string? input, List<string> notes, CancellationToken cancellationToken)
    {
        if (run.IsLive && input is null)
        {
            notes.Add(LiveNote);
            return null;
        }

        try
        {
            ClipInput clip = await run.FindSameClipAsync(input, cancellationToken);
            if (ReportSettings.Of(run.Document) is not null)
            {
                return clip;
            }

            notes.Add("run.json does not say how objects were hidden, so the pictures that the model was shown are missing here.");
            return null;
        }
        catch (PixelShapException) when (input is null)
        {
            // Everything else in the page comes from the journal.
            notes.Add(
                "The clip is no longer where it was analysed, or another file has its name, so the pictures that the model was shown are missing here: name it with --input FILE.");
            return null;
        }
    }

    private async Task ReadAsync(
        KeyframePictures pictures, RunResults results, ClipInput clip, ClipConfiguration reading, IRunObserver observer, CancellationToken cancellationToken)
    {
        await using IClipSource source = await media.OpenAsync(clip, reading, null, cancellationToken);
        (int width, int height) = (results.Header.Width, results.Header.Height);
        if (source.Info.Width != width || source.Info.Height != height)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"{clip.Path} is {source.Info.Width}x{source.Info.Height}, but the clip that was analysed was {width}x{height}.",
                "Name the clip that was analysed with --input.");
        }

        long read = 0;
        await observer.ShowAsync(
            () => RunProgress.Of("writing the report", Interlocked.Read(ref read), results.FrameCount),
            async () =>
            {
                await foreach (Frame owned in source.ReadAsync(cancellationToken))
                {
                    using Frame frame = owned;
                    pictures.Take(frame);
                    Interlocked.Exchange(ref read, frame.Index + 1);
                }
            });
    }

    /// <summary>Whether the annotated video holds what is to be left out.</summary>
    private static bool Withholds(ReportSharing sharing, RunResults results, List<string> notes)
    {
        string? why = sharing.WithoutAnswers ? "the answers stand in it" : sharing.Persons(results) is { Any: true } ? "persons were seen in it" : null;
        if (why is not null)
        {
            notes.Add($"The video is left out, because {why}.");
        }

        return why is not null;
    }

    private static ReportVideo? Video(RunDirectory directory, RunResults results, double origin, string path, List<string> notes, ReportSharing sharing)
    {
        var file = new FileInfo(directory.AnnotatedVideo);
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length <= MostVideoBytes)
        {
            return ReportVideo.Of(file.FullName, null, results, origin);
        }

        if (sharing.IsPublished)
        {
            notes.Add("The video is too large for this file.");
            return null;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] parts = Path.GetRelativePath(folder, file.FullName).Split(Path.DirectorySeparatorChar);
        notes.Add($"The video is too large for this file and lies beside it: keep {file.Name} with it, or use pixelshap serve {directory.Path}.");
        return ReportVideo.Of(null, string.Join('/', parts.Select(Uri.EscapeDataString)), results, origin);
    }

    /// <summary>The page of a run that has just ended.</summary>
    private sealed class Publication(ReportFile report, FinishedRun run, KeyframePictures? pictures) : IPublication
    {
        public bool TakesFrames => pictures is not null;

        public ValueTask TakeAsync(Frame frame, CancellationToken cancellationToken)
        {
            pictures!.Take(frame);
            return ValueTask.CompletedTask;
        }

        public Task FinishAsync(CancellationToken cancellationToken) => report.WriteAsync(
            run.Directory, run.Results, run.Document, pictures, run.Input is null ? [LiveNote] : [], run.Directory.File(Name), ReportSharing.All);

        public ValueTask DisposeAsync()
        {
            pictures?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
