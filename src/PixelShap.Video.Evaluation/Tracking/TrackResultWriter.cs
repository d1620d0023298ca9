using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>Writes tracks as the benchmarks' scoring tools read them.</summary>
public static class TrackResultWriter
{
    /// <summary>Writes one line per observation.</summary>
    public static void Write(TextWriter writer, IEnumerable<TrackObservation> observations, DetectionFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(observations);
        foreach (TrackObservation one in observations)
        {
            (int id, Segmentation.Detection seen) = one.Object;
            Segmentation.BoundingBox box = seen.Box;
            string place = format == DetectionFormat.Kitti
                ? FormattableString.Invariant($"{box.Left:F2} {box.Top:F2} {box.Right:F2} {box.Bottom:F2}")
                : FormattableString.Invariant($"{box.Left:F2},{box.Top:F2},{box.Width:F2},{box.Height:F2}");
            writer.Write(format == DetectionFormat.Kitti
                ? FormattableString.Invariant(
                    $"{one.Frame.Index} {id} {seen.ClassName} -1 -1 -10 {place} -1 -1 -1 -1000 -1000 -1000 -10 {seen.Score:F4}\n")
                : FormattableString.Invariant($"{one.Frame.Index},{id},{place},{seen.Score:F4},-1,-1,-1\n"));
        }
    }
}
