namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Greedy non-maximum suppression within each class.</summary>
internal static class NonMaximumSuppression
{
    /// <summary>
    /// Sorts by falling score (ties by output position, so that the result does not depend on the order of the list) and keeps, of boxes
    /// of one class that overlap by more than <paramref name="iou"/>, the best.
    /// </summary>
    /// <param name="candidates">The proposals; afterwards only the survivors.</param>
    /// <param name="iou">0 to 1.</param>
    /// <param name="most">The most survivors.</param>
    internal static void Apply(List<Candidate> candidates, float iou, int most)
    {
        candidates.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index));
        int kept = 0;
        for (int i = 0; i < candidates.Count && kept < most; i++)
        {
            Candidate candidate = candidates[i];
            bool covered = false;
            for (int j = 0; j < kept && !covered; j++)
            {
                covered = candidates[j].ClassId == candidate.ClassId && candidates[j].Box.IoU(candidate.Box) > iou;
            }

            if (!covered)
            {
                candidates[kept++] = candidate;
            }
        }

        candidates.RemoveRange(kept, candidates.Count - kept);
    }
}
