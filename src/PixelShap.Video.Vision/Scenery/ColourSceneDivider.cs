using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Scenery;

/// <summary>
/// Divides a scene into what stands out from its surroundings by its colour, at most <see cref="MostParts"/>, and four tiles of what is left. Nothing is known of things: a fire, a load on the
/// road and a bright shop sign are parts alike.
/// </summary>
public sealed class ColourSceneDivider : ISceneDivider
{
    /// <summary>The most parts that stand out.</summary>
    public const int MostParts = 12;

    // Of the picture: smaller is a speck, larger is a road or a sky.
    private const double SmallestPart = 0.0015, LargestPart = 0.15;

    // What stands out less than this, in bytes of Lab, is texture.
    private const double LeastContrast = 12;

    private const double SizeExponent = 0.25;

    // A tile of what is left weighs as much as this part of all that stands out.
    private const double TileShare = 16;

    /// <inheritdoc/>
    public IReadOnlyList<ScenePart> Divide(BgrImage image, IReadOnlyList<Mask> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ColourSegments segments = ColourSegments.Of(image);
        byte[] taken = new byte[image.Width * image.Height];
        foreach (Mask mask in objects)
        {
            mask.Paint(taken, image.Width, 1);
        }

        SegmentTree tree = SegmentTree.Of(segments, Shrunk(taken, image.Width, image.Height, segments.Width, segments.Height));
        int[] partOf = new int[segments.Count];
        Array.Fill(partOf, -1);
        List<(double Weight, int Node)> chosen = Outstanding(tree, segments.Width * segments.Height, partOf);
        var painter = new PartPainter(image.Width, image.Height, segments, taken);
        double all = chosen.Sum(part => part.Weight);
        return
        [
            .. chosen.Select(part => painter.Part([.. tree.Leaves(part.Node)], part.Weight)).OfType<ScenePart>(),
            .. painter.Tiles([.. Enumerable.Range(0, segments.Count).Where(segment => partOf[segment] < 0)], Math.Max(double.Epsilon, all) / TileShare),
        ];
    }

    /// <summary>Regions that stand out and share no segment, those that stand out most first.</summary>
    private static List<(double Weight, int Node)> Outstanding(SegmentTree tree, int pixels, int[] partOf)
    {
        IEnumerable<(double Weight, int Node)> candidates = Enumerable.Range(0, tree.Nodes.Count)
            .Where(node => tree.Nodes[node].Area >= SmallestPart * pixels && tree.Nodes[node].Area <= LargestPart * pixels)
            .Where(node => tree.Contrast(node) >= LeastContrast)
            .Select(node => (Weight: WeightOf(tree, node, pixels), Node: node))
            .OrderByDescending(candidate => candidate.Weight);
        var chosen = new List<(double Weight, int Node)>();
        foreach ((double weight, int node) in candidates)
        {
            int[] leaves = [.. tree.Leaves(node)];
            if (chosen.Count < MostParts && leaves.All(leaf => partOf[leaf] < 0))
            {
                Array.ForEach(leaves, leaf => partOf[leaf] = chosen.Count);
                chosen.Add((weight, node));
            }
        }

        return chosen;
    }

    /// <summary>What stands out, is of one piece and is not tiny comes first: a whole thing before its brightest part.</summary>
    private static double WeightOf(SegmentTree tree, int node, int pixels) =>
        tree.Contrast(node) * Math.Sqrt(tree.Nodes[node].Fills) * Math.Pow((double)tree.Nodes[node].Area / pixels, SizeExponent);

    /// <summary>Which pixels of the small copy belong to objects: those of which most do.</summary>
    private static bool[] Shrunk(byte[] taken, int width, int height, int smallWidth, int smallHeight)
    {
        var bright = new byte[taken.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            bright[i] = taken[i] != 0 ? (byte)255 : (byte)0;
        }

        var small = new byte[smallWidth * smallHeight];
        PixelOperations.ResizeGrey(bright, width, height, small, smallWidth, smallHeight, ResizeMethod.Area);
        return [.. small.Select(value => value >= 128)];
    }
}
