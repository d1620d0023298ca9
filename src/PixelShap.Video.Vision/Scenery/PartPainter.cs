using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Scenery;

/// <summary>Makes masks of the picture's own size of segments of its small copy; pixels of objects are left out.</summary>
internal sealed class PartPainter
{
    private const int TilesAcross = 2, TilesDown = 2;

    // Of the picture.
    private const double LargestThing = 0.06;

    private readonly int _width;
    private readonly int _height;
    private readonly ColourSegments _segments;
    private readonly byte[] _taken;
    private readonly PixelBox[] _boxes;

    /// <summary>Prepares to paint.</summary>
    /// <param name="width">Pixels in a row of the picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="taken">A byte per pixel of the picture, packed rows: not 0 where an object is.</param>
    public PartPainter(int width, int height, ColourSegments segments, byte[] taken)
    {
        (_width, _height, _segments, _taken) = (width, height, segments, taken);
        _boxes = Boxes();
    }

    /// <summary>Some segments as a part; null where objects cover them. A small one is one thing and is not divided further; a large one, a sky or a wall, may hold something.</summary>
    public ScenePart? Part(IReadOnlyList<int> labels, double weight)
    {
        Mask mask = Paint(labels, new PixelBox(0, 0, _width, _height));
        bool isLarge = mask.Area > LargestThing * _width * _height && labels.Count > 1;
        return mask.IsEmpty ? null : new ScenePart(mask, weight, isLarge ? [.. Segments(labels, new PixelBox(0, 0, _width, _height))] : []);
    }

    /// <summary>Some segments in tiles, each of which falls into what it has of them.</summary>
    public IEnumerable<ScenePart> Tiles(IReadOnlyList<int> labels, double weight)
    {
        for (int row = 0; row < TilesDown; row++)
        {
            for (int column = 0; column < TilesAcross; column++)
            {
                (int left, int top) = (column * _width / TilesAcross, row * _height / TilesDown);
                var tile = new PixelBox(left, top, ((column + 1) * _width / TilesAcross) - left, ((row + 1) * _height / TilesDown) - top);
                Mask mask = Paint(labels, tile);
                if (!mask.IsEmpty)
                {
                    yield return new ScenePart(mask, weight, [.. Segments(labels, tile)]);
                }
            }
        }
    }

    private IEnumerable<ScenePart> Segments(IReadOnlyList<int> labels, PixelBox within) => labels
        .Select(label => Paint([label], within))
        .Where(mask => !mask.IsEmpty)
        .Select(mask => new ScenePart(mask, mask.Area, []));

    private Mask Paint(IReadOnlyList<int> labels, PixelBox within)
    {
        PixelBox box = labels.Select(label => _boxes[label]).Where(box => !box.IsEmpty).Aggregate(default(PixelBox), (all, box) => all.IsEmpty ? box : all.Cover(box)).Intersect(within);
        if (box.IsEmpty)
        {
            return Mask.Empty(_width, _height);
        }

        var wanted = new bool[_segments.Count];
        foreach (int label in labels)
        {
            wanted[label] = true;
        }

        var map = new byte[box.Width * box.Height];
        for (int y = 0; y < box.Height; y++)
        {
            int row = SmallRow(box.Y + y) * _segments.Width, whole = (box.Y + y) * _width;
            for (int x = 0; x < box.Width; x++)
            {
                if (_taken[whole + box.X + x] == 0 && wanted[_segments.Labels[row + SmallColumn(box.X + x)]])
                {
                    map[(y * box.Width) + x] = 1;
                }
            }
        }

        return Mask.FromBytes(_width, _height, box, map, box.Width);
    }

    /// <summary>A box of the picture around each segment, not smaller than it needs to be.</summary>
    private PixelBox[] Boxes()
    {
        var edges = new (int Left, int Top, int Right, int Bottom)[_segments.Count];
        Array.Fill(edges, (int.MaxValue, int.MaxValue, -1, -1));
        for (int at = 0; at < _segments.Labels.Length; at++)
        {
            (int x, int y) = (at % _segments.Width, at / _segments.Width);
            ref (int Left, int Top, int Right, int Bottom) edge = ref edges[_segments.Labels[at]];
            edge = (Math.Min(edge.Left, x), Math.Min(edge.Top, y), Math.Max(edge.Right, x), Math.Max(edge.Bottom, y));
        }

        return [.. edges.Select(edge => edge.Right < 0 ? default : FromSmall(edge.Left, edge.Top, edge.Right + 1, edge.Bottom + 1))];
    }

    private PixelBox FromSmall(int left, int top, int right, int bottom)
    {
        int x = left * _width / _segments.Width, y = top * _height / _segments.Height;
        return new PixelBox(x, y, Math.Min(_width, ((right * _width) / _segments.Width) + 1) - x, Math.Min(_height, ((bottom * _height) / _segments.Height) + 1) - y);
    }

    private int SmallRow(int y) => (int)((long)y * _segments.Height / _height);

    private int SmallColumn(int x) => (int)((long)x * _segments.Width / _width);
}
