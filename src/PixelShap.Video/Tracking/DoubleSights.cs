using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// Takes out second sights of one object: a network whose suppression works class by class may see the same van as a bus and as a truck. Two objects
/// never fill the same pixels. A network that draws rider and machine as one may see the rider once more as a pedestrian.
/// </summary>
public static class DoubleSights
{
    // Each far above what a real object shows of one behind it: masks share hardly a pixel, boxes may lie over each other.
    private const double SameMask = 0.6, SameBox = 0.8, Part = 0.8;

    // As sure as this against the pedestrian, the one with the machine is right.
    private const double Doubt = 0.5;

    /// <summary>The detections without those that a stronger one covers, in their order.</summary>
    public static IReadOnlyList<Detection> Remove(IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(detections);
        var kept = new List<Detection>(detections.Count);
        foreach (Detection detection in detections.OrderByDescending(detection => detection.Score))
        {
            if (!kept.Exists(stronger => AreOne(stronger, detection)) && !detections.Any(other => IsRiderOf(detection, other)))
            {
                kept.Add(detection);
            }
        }

        return kept.Count == detections.Count ? detections : [.. detections.Where(kept.Contains)];
    }

    private static bool IsRiderOf(Detection person, Detection ridden) =>
        People.AreOnFoot(person.ClassName) && People.AreRiding(ridden.ClassName) && ridden.Score >= Doubt * person.Score
        && person.Mask is { Area: > 0 } inside && ridden.Mask is { } around && inside.IntersectionArea(around) > Part * inside.Area;

    private static bool AreOne(Detection a, Detection b)
    {
        float boxes = a.Box.IoU(b.Box);
        return a.Mask is null || b.Mask is null ? boxes > SameBox : boxes > SameMask / 2 && a.Mask.IoU(b.Mask) > SameMask;
    }
}
