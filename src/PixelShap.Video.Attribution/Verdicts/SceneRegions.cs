using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>The regions found so far: gives the same region the same number, and expects it where it was.</summary>
internal sealed class SceneRegions
{
    // A region between two keyframes: its boxes meet, and neither is many times the other.
    private const double LeastOverlap = 0.1, MostGrowth = 4;

    private const int MostWords = 3, ShortestWord = 4;

    // Words that name nothing.
    private static readonly HashSet<string> s_filling = ["there", "this", "that", "these", "those", "with", "from", "have", "here", "because", "which", "should", "must", "will", "some"];

    private IReadOnlyList<SceneRegion> _last = [];
    private int _count;

    /// <summary>The parts of a scene, that where the last region was first: it is asked about before all others.</summary>
    public IReadOnlyList<ScenePart> Expect(IReadOnlyList<ScenePart> parts)
    {
        double all = parts.Sum(part => part.Weight);
        ScenePart[] expected = [.. _last.Select(region => parts.MaxBy(part => part.Mask.IoU(Fitting(region.Mask, part.Mask)))).OfType<ScenePart>()
            .Where(part => _last.Any(region => Belong(region.Mask, part.Mask)))];
        return [.. parts.Select(part => expected.Contains(part) ? part with { Weight = 2 * all } : part)];
    }

    /// <summary>Gives a region that was found its number and its words.</summary>
    public SceneRegion Name(Mask mask, double value, string answer, string baseline)
    {
        int id = _last.FirstOrDefault(region => Belong(region.Mask, mask))?.Id ?? ++_count;
        string[] words = [.. WordChange.Between(baseline, answer).Gone.Where(word => word.Length >= ShortestWord && !s_filling.Contains(word)).Take(MostWords)];
        return new SceneRegion(id, mask, value, answer, words);
    }

    /// <summary>Takes in what was found at a keyframe. Where nothing was, the latest ones stay expected.</summary>
    public void Remember(IReadOnlyList<SceneRegion> regions)
    {
        if (regions.Count > 0)
        {
            _last = regions;
            _count = Math.Max(_count, regions.Max(region => region.Id));
        }
    }

    private static bool Belong(Mask before, Mask now)
    {
        PixelBox common = before.Box.Intersect(now.Box);
        double either = Area(before.Box) + Area(now.Box) - Area(common), growth = (double)Math.Max(1, now.Area) / Math.Max(1, before.Area);
        return Area(common) >= LeastOverlap * either && growth is > 1 / MostGrowth and < MostGrowth;
    }

    private static double Area(PixelBox box) => box.IsEmpty ? 0 : (double)box.Width * box.Height;

    /// <summary>A live camera may have come back with another size: then nothing fits.</summary>
    private static Mask Fitting(Mask mask, Mask like) =>
        (mask.ImageWidth, mask.ImageHeight) == (like.ImageWidth, like.ImageHeight) ? mask : Mask.Empty(like.ImageWidth, like.ImageHeight);
}
