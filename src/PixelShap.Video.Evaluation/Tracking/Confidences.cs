using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>
/// Makes probabilities of the confidences of a benchmark, which trackers compare with thresholds from 0 to 1. Benchmarks also write −1 for "none", and scores of a
/// detector's own scale (MOT15: −0.8 to 139).
/// </summary>
internal static class Confidences
{
    private const float Absent = -1;

    /// <summary>The sequence with confidences from 0 to 1.</summary>
    /// <param name="sequence">As read.</param>
    /// <returns>What was assumed, for people; null where the confidences stay as they are.</returns>
    public static (DetectionSequence Sequence, string? Assumed) ToProbabilities(DetectionSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        float[] all = [.. sequence.Detections.SelectMany(frame => frame).Select(detection => detection.Score)];
        float[] present = [.. all.Where(score => score != Absent)];
        bool hasAbsent = present.Length < all.Length, areProbabilities = present.All(score => score is >= 0 and <= 1);
        if (areProbabilities)
        {
            return hasAbsent
                ? (With(sequence, score => score == Absent ? 1 : score), $"{sequence.Name}: {all.Length - present.Length} of {all.Length} detections have no confidence (-1); 1 is taken.")
                : (sequence, null);
        }

        // Of a detector's own scale only the order is known: a confidence becomes the share of detections that are not above it. A -1 is a score like others here.
        Array.Sort(all);
        return (
            With(sequence, score => (float)AtMost(all, score) / all.Length),
            FormattableString.Invariant($"{sequence.Name}: the confidences go from {all[0]:0.###} to {all[^1]:0.###} and are no probabilities; their ranks from 0 to 1 are taken."));
    }

    /// <summary>The number of sorted values that are not above one.</summary>
    private static int AtMost(float[] sorted, float value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static DetectionSequence With(DetectionSequence sequence, Func<float, float> score) =>
        sequence with { Detections = [.. sequence.Detections.Select(frame => (IReadOnlyList<Detection>)[.. frame.Select(detection => detection with { Score = score(detection.Score) })])] };
}
