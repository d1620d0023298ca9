using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Sharing;

/// <summary>What is covered for a rule.</summary>
/// <param name="Rule">The rule as it was named.</param>
/// <param name="Frames">The frames in which something is covered for it.</param>
/// <param name="Held">Of these, those in which something is covered that was not seen there, but before or after.</param>
/// <param name="Sightings">How many it follows: faces, people, vehicles, each counted again after it was gone for longer than it is held.</param>
/// <param name="Uncertain">Of these, those that no look was sure of.</param>
public sealed record BlurCount(string Rule, int Frames, int Held, int Sightings, int Uncertain);

/// <summary>Something that is covered and of which no look was sure: somebody is to look at it.</summary>
/// <param name="Rule">The rule that covers it.</param>
/// <param name="Seconds">When it was seen best.</param>
/// <param name="Score">The score of the best look, 0 to 1.</param>
/// <param name="Looks">The frames in which it was seen.</param>
/// <param name="Thumbnail">It and its surroundings as filmed.</param>
public sealed record BlurDoubt(string Rule, double Seconds, float Score, int Looks, BgrImage Thumbnail);

/// <summary>Which parts of which frames are covered: what <see cref="BlurPlanner"/> found. See docs/review.md.</summary>
public sealed class BlurPlan
{
    private readonly Dictionary<long, BoundingBox[]> _regions;

    internal BlurPlan(Dictionary<long, BoundingBox[]> regions, IReadOnlyList<BlurCount> counts, IReadOnlyList<BlurDoubt> doubts, int doubtCount) =>
        (_regions, Counts, Doubts, DoubtCount) = (regions, counts, doubts, doubtCount);

    /// <summary>What is covered, one entry for each rule in the order in which they were named, those that cover nothing included.</summary>
    public IReadOnlyList<BlurCount> Counts { get; }

    /// <summary>The rules that cover something.</summary>
    public IReadOnlyList<string> Names => [.. Counts.Where(count => count.Frames > 0).Select(count => count.Rule)];

    /// <summary>The frames that were looked at.</summary>
    public int FrameCount => _regions.Count;

    /// <summary>What no look was sure of, the least sure first; not more than there is room for thumbnails.</summary>
    public IReadOnlyList<BlurDoubt> Doubts { get; }

    /// <summary>How many there are of these altogether.</summary>
    public int DoubtCount { get; }

    /// <summary>The regions that are covered in a frame, in parts of its width and height.</summary>
    /// <param name="index">The number of the frame in the run.</param>
    /// <exception cref="PixelShapException">The frame was not looked at, so that nobody knows what is in it.</exception>
    public IReadOnlyList<BoundingBox> RegionsOf(long index) => _regions.TryGetValue(index, out BoundingBox[]? regions)
        ? regions
        : throw new PixelShapException(ExitCode.Failed, $"Picture {index} of the clip was not there when it was looked through, so it cannot be made unrecognisable.", "Has the clip changed meanwhile? Try again.");

    /// <summary>Covers the regions of a frame.</summary>
    /// <param name="frame">The picture, of any size; written to.</param>
    /// <param name="index">Its number in the run.</param>
    /// <exception cref="PixelShapException">The frame was not looked at.</exception>
    public void Apply(Frame frame, long index)
    {
        ArgumentNullException.ThrowIfNull(frame);
        foreach (BoundingBox part in RegionsOf(index))
        {
            PixelBox region = new BoundingBox(part.Left * frame.Width, part.Top * frame.Height, part.Right * frame.Width, part.Bottom * frame.Height).ToPixels(frame.Width, frame.Height);
            if (!region.IsEmpty)
            {
                Mosaic.Cover(frame, region);
            }
        }
    }
}
