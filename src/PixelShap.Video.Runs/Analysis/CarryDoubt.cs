using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Tells when carried masks can no longer be trusted and the network should look again: the motion was not understood, a mask shrank or grew out
/// of proportion, or two objects that were apart lie over each other.
/// </summary>
internal sealed class CarryDoubt
{
    /// <summary>Below this trust the motion was not understood.</summary>
    private const double LeastTrust = 0.5;

    // An object does not change its area by more than this factor in a fraction of a second.
    private const double MostChange = 2;

    // Two masks lie over each other when they share this much of the smaller; it counts when it is so much more than at the start.
    private const double MostOverlap = 0.5;

    // A smaller object, as a share of the picture, is not worth a look of its own.
    private const double LeastArea = 0.002;

    private IReadOnlyList<Mask> _start = [];

    /// <summary>Whether the last frame should be looked at.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Begins with seen masks.</summary>
    public void Start(IReadOnlyList<Mask> masks)
    {
        _start = masks;
        IsDoubtful = false;
    }

    /// <summary>Looks at the masks where they were carried to, in the order of <see cref="Start"/>.</summary>
    public void Look(IReadOnlyList<PropagatedMask> masks)
    {
        // What leaves the picture shrinks and cannot be followed, and the network would not see more of it.
        int[] judged = [.. Enumerable.Range(0, masks.Count).Where(i =>
            _start[i].Area >= LeastArea * _start[i].ImageWidth * _start[i].ImageHeight && !TouchesBorder(_start[i]) && !TouchesBorder(masks[i].Mask))];
        IsDoubtful = judged.Any(i => masks[i].Trust < LeastTrust || HasChangedArea(_start[i], masks[i].Mask))
            || judged.Any(i => judged.Any(j => j > i && HaveMet(i, j, masks)));
    }

    private static bool HasChangedArea(Mask before, Mask now) => now.Area > MostChange * before.Area || now.Area * MostChange < before.Area;

    private bool HaveMet(int i, int j, IReadOnlyList<PropagatedMask> masks) =>
        Overlap(masks[i].Mask, masks[j].Mask) > MostOverlap + Overlap(_start[i], _start[j]);

    private static double Overlap(Mask first, Mask second) =>
        (double)first.IntersectionArea(second) / Math.Max(1, Math.Min(first.Area, second.Area));

    private static bool TouchesBorder(Mask mask) =>
        mask.Box.X <= 1 || mask.Box.Y <= 1 || mask.Box.Right >= mask.ImageWidth - 1 || mask.Box.Bottom >= mask.ImageHeight - 1;
}
