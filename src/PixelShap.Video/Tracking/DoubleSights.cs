using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// Takes out second sights of one object: a network whose suppression works class by class may see the same van as a bus and as a truck. Two objects
/// never fill the same pixels.
/// </summary>
public static class DoubleSights
{
    // Each far above what a real object shows of one behind it: masks share hardly a pixel, boxes may lie over each other.
    private const double SameMask = 0.6, SameBox = 0.8;

    /// <summary>The detections without those that a stronger one covers, in their order.</summary>
    public static IReadOnlyList<Detection> Remove(IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(detections);
        var kept = new List<Detection>(detections.Count);
        foreach (Detection detection in detections.OrderByDescending(detection => detection.Score))
        {
            if (!kept.Exists(stronger => AreOne(stronger, detection)))
            {
                kept.Add(detection);
            }
        }

        return kept.Count == detections.Count ? detections : [.. detections.Where(kept.Contains)];
    }

    private static bool AreOne(Detection a, Detection b)
    {
        float boxes = a.Box.IoU(b.Box);
        return a.Mask is null || b.Mask is null ? boxes > SameBox : boxes > SameMask / 2 && a.Mask.IoU(b.Mask) > SameMask;
    }
}
