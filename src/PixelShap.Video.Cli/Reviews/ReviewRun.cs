using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Sharing;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Reviews;

/// <summary>The whole of <c>pixelshap review</c>: find the run and its clip, plan, draw, say what was written.</summary>
internal static class ReviewRun
{
    internal static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(ReviewRequest request)
    {
        if (request.Top < 1)
        {
            throw new PixelShapException(ExitCode.Usage, $"'--top {request.Top}' is not at least 1.", "Write for example --top 3.");
        }

        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping."));
        RecordedRun run = RecordedRun.Open(request.Run).Showing(request.Prompt);
        ClipInput clip = await run.FindSameClipAsync(request.Input, interruption.Stop);
        BlurSession? session = request.Blur is { } rules ? BlurSession.Begin(console, rules, request.FaceModel, run) : null;
        RunWarnings.Show(console, run, "the review");
        (double from, double to) = Stretch(run.Results, request);
        ReviewPlan plan = request.Top is { } count
            ? ReviewPlan.Top(run.Results, from, to, count, request.Freeze)
            : ReviewPlan.Whole(run.Results, from, to, request.Freeze);
        if (request.Freeze && plan.Pieces.All(piece => piece.Moments.Count == 0))
        {
            console.MarkupLine("[yellow]warning:[/] Nothing stands still: nothing known happened in that stretch, and no answer depended clearly on a single road user.");
        }

        string output = request.Output ?? run.Directory.File("review.mp4");
        run.Protect(output, clip);
        BlurPlan? blur = session is null ? null : await session.PlanAsync(clip, run.Reading, plan.Pieces[0].From, plan.Pieces[^1].To, interruption.Stop);
        BlurredFile file = await BlurredFile.ForAsync(output, blur, request.Yes);
        run.Protect(file.Path, clip);
        var options = new ReviewOptions
        {
            Layout = request.Layout,
            SideBySide = request.SideBySide,
            Slow = request.Slow,
            Title = request.Title,
            Blur = blur,
            ClipName = Path.GetFileName(run.Results.Header.Input),
            Clip = await ClipOf(run, clip, interruption.Stop),
        };
        SceneLayout? layout = null;
        var video = new ReviewVideo(run.Results, plan, options, (start, end) => OpenAsync(clip, run.Reading, start, end, layout!, interruption.Stop));
        layout = video.Layout;
        VideoWriterOptions writing = FfmpegMedia.Options(new VideoConfiguration()) with
        {
            AudioSource = request.Mute || video.Sound.Count == 0 ? null : clip,
            Pieces = [.. video.Sound.Select(piece => new AudioPiece(piece.From, piece.To, piece.At))],
        };
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(file.Path, writing, interruption.Stop);
        foreach (string warning in writer.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }

        long drawn = 0, total = video.ApproximateFrameCount;
        await new ProgressDisplay(console, TimeProvider.System).ShowAsync(
            () => RunProgress.Of("drawing", Interlocked.Read(ref drawn), total),
            () => video.DrawAsync(writer, done => Interlocked.Exchange(ref drawn, done), interruption.Stop));
        int moments = plan.Pieces.Count;
        if (moments < request.Top)
        {
            console.MarkupLineInterpolated(
                $"There {(moments == 1 ? "is only one moment" : $"are only {moments} moments")} in that stretch: others lie less than {ReviewPlan.BeforeSeconds + ReviewPlan.AfterSeconds} s away or matter far less.");
        }

        string written = file.Settle(console, request.Json);
        Show(request, plan, video, written, blur);
        return (int)(written == output ? ExitCode.Done : ExitCode.Failed);
    }

    /// <summary>The facts of the clip: those that the run noted, or what the file says where the run noted none.</summary>
    internal static async Task<ClipFacts> ClipOf(RecordedRun run, ClipInput clip, CancellationToken cancellationToken) =>
        run.Document["clip"] is null ? await Recordings.ReadFactsAsync(clip, RecordingTime.Unknown, cancellationToken) : run.Clip;

    private static async Task<IFrameSource> OpenAsync(
        ClipInput clip, ClipConfiguration reading, double? from, double? to, SceneLayout layout, CancellationToken cancellationToken) =>
        await Recordings.OpenAsync(
            clip,
            FfmpegMedia.Options(reading) with { Format = PixelFormat.Yuv420, FromSeconds = from, ToSeconds = to, Size = (layout.Picture.Width, layout.Picture.Height) },
            cancellationToken);

    /// <summary>The stretch of the clip that was asked for. Without an end, it is just behind the last picture.</summary>
    internal static (double From, double To) Stretch(RunResults results, ReviewRequest request)
    {
        (double start, double last) = results.Seconds;
        double frame = results.FrameCount > 1 ? (last - start) / (results.FrameCount - 1) : 0.04;
        double from = request.From ?? start, to = request.To ?? last + frame;
        if (from > last || to <= start)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"Nothing was analysed from {RunWarnings.Clock(from)} to {RunWarnings.Clock(to)}: the run goes from {RunWarnings.Clock(start)} to {RunWarnings.Clock(last)}.", "Choose other times with --from and --to.");
        }

        return from < to
            ? (Math.Max(from, start), Math.Min(to, last + frame))
            : throw new PixelShapException(ExitCode.Usage, $"--from {RunWarnings.Clock(from)} is not before --to {RunWarnings.Clock(to)}.", "Exchange them.");
    }

    private static void Show(ReviewRequest request, ReviewPlan plan, ReviewVideo video, string output, BlurPlan? blur)
    {
        if (request.Json)
        {
            var document = new JsonObject
            {
                ["schema"] = 1,
                ["video"] = Path.GetFullPath(output),
                ["width"] = video.Layout.Width,
                ["height"] = video.Layout.Height,
                ["duration_seconds"] = Math.Round(video.DurationSeconds, 3),
                ["pieces"] = new JsonArray([.. plan.Pieces.Select(piece => (JsonNode)new JsonObject
                {
                    ["from"] = Math.Round(piece.From, 6),
                    ["to"] = Math.Round(piece.To, 6),
                    ["moments"] = new JsonArray([.. MomentsOf(piece).Select(moment => (JsonNode)new JsonObject
                    {
                        ["t"] = Math.Round(moment.Seconds, 6),
                        ["event"] = moment.Event?.Kind,
                        ["strength"] = moment.Event is { } one ? Math.Round(one.Strength, 3) : null,
                        ["tracks"] = new JsonArray([.. (moment.Event?.Tracks ?? []).Select(track => (JsonNode)track)]),
                        ["track"] = moment.Decisive?.TrackId,
                        ["class"] = moment.Decisive?.ClassName,
                        ["phi"] = moment.Decisive is { } decisive ? Math.Round(decisive.Importance.Mean, 6) : null,
                        ["score"] = moment.Decisive is { } best ? Math.Round(best.Score, 6) : null,
                        ["reason"] = moment.Keyframe?.Reason,
                        ["keyframe"] = moment.Keyframe is { } keyframe ? Math.Round(keyframe.Seconds, 6) : null,
                    })]),
                })]),
                ["blur"] = BlurredFile.ToJson(blur),
            };
            Console.Out.WriteLine(document.ToJsonString(Indented));
            return;
        }

        IAnsiConsole console = Consoles.Output();
        foreach (ReviewPiece piece in plan.Pieces.Where(piece => piece.Story.Length > 0))
        {
            console.MarkupLineInterpolated($"{piece.Story}");
        }

        console.MarkupLineInterpolated($"Review: {Path.GetFullPath(output)} ({video.Layout.Width}x{video.Layout.Height}, {video.DurationSeconds:F1} s)");
    }

    private static IEnumerable<ReviewMoment> MomentsOf(ReviewPiece piece) => piece.Card is { } card ? [card.Moment] : piece.Moments;
}
