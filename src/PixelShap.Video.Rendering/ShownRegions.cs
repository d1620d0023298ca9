using PixelShap.Masking;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering;

/// <summary>
/// The regions that answers rest on, between the keyframes at which they were found: one that both keyframes name moves from its place at the one to its place at the other, one that only the
/// earlier names stays for a short while.
/// </summary>
internal static class ShownRegions
{
    // Longer than this the picture has moved away from under a region that nobody has found again.
    private const double SecondsAlone = 0.4;

    /// <summary>The regions at a time, in pixels of a frame of the given size.</summary>
    public static IEnumerable<SceneRegion> At(ImportanceTimeline timeline, double seconds, int width, int height)
    {
        if (timeline.KeyframeAt(seconds) is not { } keyframe || keyframe.Attribution.Search is null or { Regions.Count: 0 })
        {
            return [];
        }

        JournalKeyframe? next = timeline.KeyframeAfter(seconds);
        return keyframe.Attribution.Verdict.Regions
            .Where(region => (region.Mask.ImageWidth, region.Mask.ImageHeight) == (width, height))
            .Select(region => (Region: region, Next: next?.Attribution.Verdict.Regions.FirstOrDefault(other => other.Id == region.Id)))
            .Where(pair => pair.Next is not null || seconds - keyframe.Seconds <= SecondsAlone)
            .Select(pair => pair.Next is null
                ? pair.Region
                : pair.Region with { Mask = Between(pair.Region.Mask, pair.Next.Mask, (seconds - keyframe.Seconds) / (next!.Seconds - keyframe.Seconds)) });
    }

    /// <summary>A mask moved and scaled by so much of the way from its own box to another's.</summary>
    private static Mask Between(Mask mask, Mask other, double share)
    {
        PixelBox from = mask.Box, to = other.Box;
        if (share <= 0 || from == to || from.IsEmpty || to.IsEmpty || (mask.ImageWidth, mask.ImageHeight) != (other.ImageWidth, other.ImageHeight))
        {
            return mask;
        }

        var box = new PixelBox(Way(from.X, to.X), Way(from.Y, to.Y), Math.Max(1, Way(from.Width, to.Width)), Math.Max(1, Way(from.Height, to.Height)));
        var map = new byte[box.Width * box.Height];
        for (int y = 0; y < box.Height; y++)
        {
            for (int x = 0; x < box.Width; x++)
            {
                map[(y * box.Width) + x] = mask[from.X + (int)((x + 0.5) * from.Width / box.Width), from.Y + (int)((y + 0.5) * from.Height / box.Height)] ? (byte)1 : (byte)0;
            }
        }

        return Mask.FromBytes(mask.ImageWidth, mask.ImageHeight, box, map, box.Width);

        int Way(int start, int end) => (int)Math.Round(start + ((end - start) * share));
    }
}
