using System.Globalization;
using PixelShap.Video.Evaluation.Tracking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tests.Tracking;

/// <summary>Reads ground truth and joins it with results, under each benchmark's rules.</summary>
internal static class TrackingTruth
{
    private sealed record KittiObject(int Id, string Class, double Truncated, double Occluded, BoundingBox Box);

    /// <summary>
    /// KITTI: Van and Person_sitting, the heavily occluded and the truncated neither count nor punish, nor do unmatched results that
    /// are small or in a DontCare region.
    /// </summary>
    public static IReadOnlyList<ScoredFrame> Kitti(string truthFile, string className, IEnumerable<TrackObservation> observations)
    {
        string distractor = className == "Car" ? "Van" : "Person_sitting";
        ILookup<int, KittiObject> truth = File.ReadLines(truthFile).Select(line => line.Split(' ')).ToLookup(p => Whole(p[0]), p =>
            new KittiObject(Whole(p[1]), p[2] == "Person" ? "Person_sitting" : p[2], Real(p[3]), Real(p[4]),
                new BoundingBox((float)Real(p[6]), (float)Real(p[7]), (float)Real(p[8]), (float)Real(p[9]))));
        ILookup<int, TrackObservation> results =
            observations.Where(one => one.Object.Detection.ClassName == className).ToLookup(one => (int)one.Frame.Index);
        int last = truth.Select(frame => frame.Key).Concat(results.Select(frame => frame.Key)).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, last + 1).Select(frame => Judge(truth[frame], results[frame]))];

        ScoredFrame Judge(IEnumerable<KittiObject> objects, IEnumerable<TrackObservation> seen)
        {
            KittiObject[] there = [.. objects.Where(one => one.Class == className || one.Class == distractor)];
            BoundingBox[] ignored = [.. objects.Where(one => one.Class == "DontCare").Select(one => one.Box)];
            TrackedObject[] found = [.. seen.Select(one => one.Object)];
            var overlap = new double[there.Length, found.Length];
            for (int i = 0; i < there.Length; i++)
            {
                for (int j = 0; j < found.Length; j++)
                {
                    double iou = there[i].Box.IoU(found[j].Detection.Box);
                    overlap[i, j] = iou >= 0.5 - 1e-9 ? iou : 0;
                }
            }

            bool Counts(KittiObject one) => one.Class == className && one.Occluded <= 2 && one.Truncated <= 0;
            int[] match = Assignment.Maximize(overlap);
            bool[] keep = [.. found.Select(one =>
                one.Detection.Box.Height > 25 && !ignored.Any(region => Inside(one.Detection.Box, region) > 0.5))];
            for (int i = 0; i < there.Length; i++)
            {
                if (match[i] >= 0)
                {
                    keep[match[i]] = Counts(there[i]);
                }
            }

            return ScoredFrame.Of(
                [.. there.Where(Counts).Select(one => (one.Id, one.Box))],
                [.. found.Where((_, j) => keep[j]).Select(one => (one.TrackId, one.Detection.Box))]);
        }
    }

    /// <summary>MOT: every truth line whose seventh column is not 0 counts.</summary>
    public static IReadOnlyList<ScoredFrame> Mot(string truthFile, IEnumerable<TrackObservation> observations)
    {
        ILookup<int, (int Id, BoundingBox)> truth = File.ReadLines(truthFile).Select(line => line.Split(',')).Where(p => Real(p[6]) != 0)
            .ToLookup(p => Whole(p[0]), p => (Whole(p[1]), new BoundingBox(
                (float)Real(p[2]), (float)Real(p[3]), (float)(Real(p[2]) + Real(p[4])), (float)(Real(p[3]) + Real(p[5])))));
        ILookup<int, (int, BoundingBox)> results =
            observations.ToLookup(one => (int)one.Frame.Index, one => (one.Object.TrackId, one.Object.Detection.Box));
        int last = truth.Select(frame => frame.Key).Concat(results.Select(frame => frame.Key)).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(1, last).Select(frame => ScoredFrame.Of([.. truth[frame]], [.. results[frame]]))];
    }

    private static double Inside(BoundingBox box, BoundingBox region)
    {
        double width = Math.Min(box.Right, region.Right) - Math.Max(box.Left, region.Left);
        double height = Math.Min(box.Bottom, region.Bottom) - Math.Max(box.Top, region.Top);
        return Math.Max(0, width) * Math.Max(0, height) / Math.Max(box.Area, 1e-12);
    }

    private static int Whole(string text) => (int)Real(text);

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
