using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>
/// Scores the tracks of finished runs, as their videos and exports show them, against the true ones: masks, the camera's motion and the network's misses are
/// all in it. What is hardly to be seen neither counts nor punishes.
/// </summary>
public sealed class RunTracking
{
    // Below that share in view, and below that many pixels, nobody could be asked to find a thing.
    private const double LeastVisibility = 0.1, LeastArea = 60;

    // As everywhere: half of what both cover together.
    private const float SameObject = 0.5f;

    private readonly TrackingScore _score = new();

    /// <summary>HOTA (Luiten et al. 2021), in per cent.</summary>
    public double Hota => _score.Hota;

    /// <summary>IDF1 (Ristani et al. 2016), in per cent.</summary>
    public double Idf1 => _score.Idf1;

    /// <summary>Identity switches (CLEAR MOT).</summary>
    public int Switches => _score.Switches;

    /// <summary>Adds a run.</summary>
    /// <param name="run">What was found.</param>
    /// <param name="truth">The true objects of its clip, with tracks.</param>
    /// <exception cref="PixelShapException">The truth is of another clip, or has no tracks.</exception>
    public void Add(RunResults run, CocoDataset truth)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(truth);
        Dictionary<long, long> images = truth.Images.Where(image => image.FrameId is not null).ToDictionary(image => image.FrameId!.Value, image => image.Id);
        ILookup<long, CocoAnnotation> there = truth.Annotations
            .Where(annotation => annotation.TrackId is not null && annotation.Box is not null).ToLookup(annotation => annotation.ImageId);
        if (there.Count == 0)
        {
            throw new PixelShapException(ExitCode.Input, "The truth has no tracks.", "Give a COCO file with 'track_id', as those of sample-videos.");
        }

        _score.Add([.. run.ReadTracks().Select(frame => images.TryGetValue(frame.Index, out long image)
            ? Judge([.. there[image]], frame)
            : throw new PixelShapException(
                ExitCode.Input, $"The truth says nothing of frame {frame.Index} of {run.Header.Input}.", "Give the file that belongs to the clip."))]);
    }

    private static ScoredFrame Judge(CocoAnnotation[] there, JournalFrame frame)
    {
        (int Id, BoundingBox Box)[] found = [.. frame.Objects.Select(item => (item.TrackId, frame.Detections[item.Detection].Box))];
        var overlap = new double[there.Length, found.Length];
        for (int i = 0; i < there.Length; i++)
        {
            for (int j = 0; j < found.Length; j++)
            {
                float iou = there[i].ToBoundingBox()!.Value.IoU(found[j].Box);
                overlap[i, j] = iou >= SameObject ? iou : 0;
            }
        }

        int[] match = Assignment.Maximize(overlap);
        HashSet<int> unjudged = [.. Enumerable.Range(0, there.Length).Where(i => match[i] >= 0 && !Counts(there[i])).Select(i => match[i])];
        return ScoredFrame.Of(
            [.. there.Where(Counts).Select(annotation => ((int)annotation.TrackId!.Value, annotation.ToBoundingBox()!.Value))],
            [.. found.Where((_, j) => !unjudged.Contains(j))]);
    }

    private static bool Counts(CocoAnnotation annotation) =>
        !annotation.IsCrowd && annotation.Visibility is null or >= LeastVisibility && annotation.ToBoundingBox()!.Value.Area >= LeastArea;
}
