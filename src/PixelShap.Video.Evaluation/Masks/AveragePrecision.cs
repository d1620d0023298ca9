using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Masks;

/// <summary>An object of the ground truth or a detection, for scoring.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="CategoryId">The class.</param>
/// <param name="Score">The confidence; not used for ground truth.</param>
/// <param name="Box">The box.</param>
/// <param name="Mask">The mask; null where there is none.</param>
/// <param name="IsCrowd">Ground truth that need not be found: a detection that lies in it counts neither for nor against.</param>
public sealed record ScoredObject(long ImageId, int CategoryId, double Score, BoundingBox Box, Mask? Mask, bool IsCrowd = false);

/// <summary>Average precision over the classes of the ground truth.</summary>
/// <param name="At50">With an IoU of at least .50, 0 to 1.</param>
/// <param name="Mean">The mean over the IoU thresholds .50, .55 … .95, 0 to 1.</param>
public readonly record struct AveragePrecisionScore(double At50, double Mean);

/// <summary>
/// COCO's average precision (cocodataset.org, "Detection evaluation"): per class 101 recall points, IoU thresholds .50:.05:.95, at most
/// 100 detections per image and class, the mean over the classes that occur in the ground truth. A detection that matches no object and of which
/// at least the threshold's share lies in one crowd region is left out.
/// </summary>
public static class AveragePrecision
{
    private const int ThresholdCount = 10;
    private const int RecallPoints = 101;
    private const int DetectionsPerImage = 100;

    /// <summary>Scores boxes.</summary>
    public static AveragePrecisionScore OfBoxes(IReadOnlyList<ScoredObject> truth, IReadOnlyList<ScoredObject> detections) =>
        Compute(truth, detections, static (found, item) => item.IsCrowd ? Share(Common(found.Box, item.Box), found.Box.Area) : found.Box.IoU(item.Box));

    /// <summary>Scores masks; an object without one overlaps nothing.</summary>
    public static AveragePrecisionScore OfMasks(IReadOnlyList<ScoredObject> truth, IReadOnlyList<ScoredObject> detections) =>
        Compute(truth, detections, static (found, item) =>
            found.Mask is null || item.Mask is null ? 0
            : item.IsCrowd ? Share(found.Mask.IntersectionArea(item.Mask), found.Mask.Area)
            : found.Mask.IoU(item.Mask));

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;

    private static double Common(BoundingBox a, BoundingBox b) => new BoundingBox(
        Math.Max(a.Left, b.Left), Math.Max(a.Top, b.Top), Math.Min(a.Right, b.Right), Math.Min(a.Bottom, b.Bottom)).Area;

    private static AveragePrecisionScore Compute(
        IReadOnlyList<ScoredObject> truth, IReadOnlyList<ScoredObject> detections, Func<ScoredObject, ScoredObject, double> overlap)
    {
        ILookup<(int, long), ScoredObject> byImage = truth.ToLookup(item => (item.CategoryId, item.ImageId));
        ILookup<int, ScoredObject> byCategory = detections.ToLookup(item => item.CategoryId);
        double at50 = 0, mean = 0;
        int categories = 0;
        foreach (IGrouping<int, ScoredObject> objects in truth.Where(item => !item.IsCrowd).GroupBy(item => item.CategoryId).OrderBy(group => group.Key))
        {
            List<Match> matches = [];
            var foundByImage = byCategory[objects.Key].GroupBy(item => item.ImageId).OrderBy(group => group.Key);
            foreach (IGrouping<long, ScoredObject> found in foundByImage)
            {
                matches.AddRange(MatchImage([.. byImage[(objects.Key, found.Key)]], found, overlap));
            }

            Match[] ordered = [.. matches.OrderByDescending(match => match.Score)];
            int count = objects.Count();
            double[] precision = [.. Enumerable.Range(0, ThresholdCount).Select(threshold =>
                InterpolatedPrecision([.. ordered.Where(match => (match.Ignored >> threshold & 1) == 0)], threshold, count))];
            at50 += precision[0];
            mean += precision.Average();
            categories++;
        }

        return categories == 0 ? default : new AveragePrecisionScore(at50 / categories, mean / categories);
    }

    /// <summary>Gives each detection, best first, the free object that it overlaps most, per threshold.</summary>
    private static IEnumerable<Match> MatchImage(
        ScoredObject[] objects, IEnumerable<ScoredObject> found, Func<ScoredObject, ScoredObject, double> overlap)
    {
        var taken = new int[objects.Length];
        foreach (ScoredObject detection in found.OrderByDescending(item => item.Score).Take(DetectionsPerImage))
        {
            double[] overlaps = [.. objects.Select(item => overlap(detection, item))];
            int hits = 0, ignored = 0;
            for (int threshold = 0; threshold < ThresholdCount; threshold++)
            {
                double needed = 0.5 + (0.05 * threshold) - 1e-10;
                int best = -1;
                bool inCrowd = false;
                for (int i = 0; i < objects.Length; i++)
                {
                    if (objects[i].IsCrowd)
                    {
                        inCrowd |= overlaps[i] >= needed;
                    }
                    else if ((taken[i] >> threshold & 1) == 0 && (best < 0 || overlaps[i] > overlaps[best]))
                    {
                        best = i;
                    }
                }

                if (best >= 0 && overlaps[best] >= needed)
                {
                    taken[best] |= 1 << threshold;
                    hits |= 1 << threshold;
                }
                else if (inCrowd)
                {
                    ignored |= 1 << threshold;
                }
            }

            yield return new Match(detection.Score, hits, ignored);
        }
    }

    private static double InterpolatedPrecision(Match[] ordered, int threshold, int objects)
    {
        var recall = new double[ordered.Length];
        var precision = new double[ordered.Length];
        int hits = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            hits += ordered[i].Hits >> threshold & 1;
            recall[i] = (double)hits / objects;
            precision[i] = (double)hits / (i + 1);
        }

        for (int i = ordered.Length - 2; i >= 0; i--)
        {
            precision[i] = Math.Max(precision[i], precision[i + 1]);
        }

        double sum = 0;
        int at = 0;
        for (int point = 0; point < RecallPoints; point++)
        {
            while (at < recall.Length && recall[at] < point * 0.01)
            {
                at++;
            }

            sum += at < precision.Length ? precision[at] : 0;
        }

        return sum / RecallPoints;
    }

    /// <summary>A detection after matching.</summary>
    /// <param name="Score">Its score.</param>
    /// <param name="Hits">Bit t is set when it matched an object at threshold t.</param>
    /// <param name="Ignored">Bit t is set when it counts neither for nor against at threshold t.</param>
    private readonly record struct Match(double Score, int Hits, int Ignored);
}
