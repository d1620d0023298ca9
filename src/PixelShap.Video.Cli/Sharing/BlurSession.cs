using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Models;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Motion;
using PixelShap.Video.Vision.Segmentation;
using Spectre.Console;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>Looks through the clip of a run and decides what is made unrecognisable.</summary>
internal sealed class BlurSession
{
    /// <summary>The model that is taken for faces where it was pulled.</summary>
    internal const string UsualFaces = "ultraface";

    private const string NoModel = "none";

    // Faces in larger pictures are large enough, and the detector looks at pieces of this size.
    private const int WidestPicture = 1280, PieceWidth = 320, PieceHeight = 240;
    private const float LowestFaceScore = 0.3f, LargeFace = 0.03f, SureOfLargeFace = 0.8f;

    private readonly IAnsiConsole _console;
    private readonly BlurRules _rules;
    private readonly string? _faces;
    private readonly RecordedRun[] _runs;
    private readonly string _found;

    private BlurSession(IAnsiConsole console, BlurRules rules, string? faces, RecordedRun[] runs, string found) =>
        (_console, _rules, _faces, _runs, _found) = (console, rules, faces, runs, found);

    /// <summary>Refuses what would cover nothing and what is no class, before anything takes time.</summary>
    /// <exception cref="PixelShapException">The runs found nothing of any of the classes, one is no class, or there is no such detector of faces.</exception>
    public static BlurSession Begin(IAnsiConsole console, BlurRules rules, string? faceModel, params RecordedRun[] runs)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JournalFrame frame in runs.SelectMany(run => run.Results.ReadFrames(withMasks: false)))
        {
            found.UnionWith(frame.Detections.Select(detection => detection.ClassName));
            found.UnionWith(frame.Objects.Select(item => item.ClassName));
        }

        string there = found.Count == 0 ? "nothing at all" : string.Join(", ", found.Order(StringComparer.Ordinal));
        IReadOnlyList<string> missing = rules.NotAmong(found);
        string? faces = rules.WantsFaces ? FacesOf(faceModel) : null;
        if (missing.Count == rules.Names.Count && faces is null)
        {
            throw Nothing(missing, there);
        }

        if (missing.FirstOrDefault(name => !BlurRules.IsGroup(name) && !ClassGroups.IsKnownClass(name) && !BlurRules.IsOfPeople(name) && !runs.Any(run => run.LooksFor(name))) is { } unknown)
        {
            throw new PixelShapException(ExitCode.Usage, $"--blur {unknown} is no class: the run found {there}.", "Is it misspelt? Name faces, plates, persons, vehicles, or classes that it found.");
        }

        if (rules.WantsFaces && faces is null && faceModel != NoModel)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] There is no detector of faces, so the heads of the people are covered that the run found: 'pixelshap models pull {UsualFaces}' gets one.");
        }

        return new BlurSession(console, rules, faces, runs, there);
    }

    /// <summary>Looks through a stretch of the clip, and a little more at both ends.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="reading">What is read of it.</param>
    /// <param name="from">The start of what will be shown, in seconds.</param>
    /// <param name="to">Its end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PixelShapException">Nothing at all would be covered.</exception>
    public async Task<BlurPlan> PlanAsync(ClipInput clip, ClipConfiguration reading, double from, double to, CancellationToken cancellationToken)
    {
        JournalHeader header = _runs[0].Results.Header;
        double scale = Math.Min(1, (double)WidestPicture / header.Width), start = from - BlurPlanner.HoldSeconds - 0.1, end = to + BlurPlanner.HoldSeconds + 0.1;
        bool fromStart = start <= _runs[0].Results.Seconds.Start, toEnd = end > _runs[0].Results.Seconds.End;
        FrameSourceOptions options = FfmpegMedia.Options(reading) with
        {
            FromSeconds = fromStart ? null : start,
            ToSeconds = toEnd ? null : end,
            Size = (Even(header.Width * scale), Even(header.Height * scale)),
        };
        using ISegmenter? faces = _faces is null ? null : Detector(_faces);
        var planner = new BlurPlanner(_rules, faces, new OpticalPictureMotion());
        await using IRecordedFrames source = await Recordings.OpenAsync(clip, options, cancellationToken);
        using var facts = new FactsByTime(_runs);
        long looked = 0;
        await new ProgressDisplay(_console, TimeProvider.System).ShowAsync(
            () => RunProgress.Of("looking for what to cover", Interlocked.Read(ref looked)),
            async () =>
            {
                await foreach (Frame owned in source.ReadAsync(cancellationToken))
                {
                    using Frame frame = owned;
                    if (facts.At(frame.Pts) is { Count: > 0 } known)
                    {
                        planner.Take(frame.Image, known[0].Index, known[0].Seconds, known, cancellationToken);
                    }

                    Interlocked.Increment(ref looked);
                }
            });
        return Tell(planner.Finish());
    }

    internal static ISegmenter Detector(string path)
    {
        ISegmenter detector = Segmenters.Create(
            new SegmenterOptions { Model = path, ScoreThreshold = LowestFaceScore, NmsIoU = 0.4f, MaxDetections = 500, Classes = ["face"] }, NullLoggerFactory.Instance);
        return new SecondLookSegmenter(new TiledSegmenter(detector, PieceWidth, PieceHeight), LargeFace, SureOfLargeFace);
    }

    /// <summary>Says what is covered for whom in how many frames.</summary>
    private BlurPlan Tell(BlurPlan plan)
    {
        BlurCount[] empty = [.. plan.Counts.Where(count => count.Frames == 0)];
        if (empty.Length == plan.Counts.Count)
        {
            throw Nothing([.. empty.Select(count => count.Rule)], _found);
        }

        foreach (BlurCount count in plan.Counts)
        {
            if (count.Frames == 0)
            {
                _console.MarkupLineInterpolated($"[yellow]warning:[/] Nothing is covered for {count.Rule}: the run found {_found}.");
                continue;
            }

            _console.MarkupLineInterpolated($"Covered: {count.Rule} in {count.Frames} of {plan.FrameCount} frames (in {count.Held} held where not seen), {count.Sightings} sightings, {count.Uncertain} of them uncertain.");
        }

        _console.MarkupLine("[yellow]warning:[/] Whom neither the run nor a detector saw near stays visible: look at the video before you share it.");
        return plan;
    }

    private static PixelShapException Nothing(IReadOnlyList<string> names, string there) =>
        new(ExitCode.Usage, $"--blur {string.Join(',', names)} would cover nothing: the run found {there}.", "Name classes that it found, or leave out --blur.");

    /// <summary>The file of the detector; null for none.</summary>
    private static string? FacesOf(string? setting)
    {
        if (setting == NoModel)
        {
            return null;
        }

        if (setting is null)
        {
            ModelEntry usual = ModelManifest.Embedded().Find(UsualFaces);
            return ModelStore.OfUser().Has(usual) ? ModelStore.OfUser().PathOf(usual, usual.Main) : null;
        }

        string path = ModelLocator.PulledOrPath(setting, ".");
        return File.Exists(path) ? path : throw new PixelShapException(
            ExitCode.Usage, $"There is no detector of faces {path}.", $"Name an ONNX file or a model that was pulled with --face-model: 'pixelshap models pull {UsualFaces}' gets one.");
    }

    private static int Even(double value) => Math.Max(2, (int)Math.Round(value / 2) * 2);
}
