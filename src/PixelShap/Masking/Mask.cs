using System.Numerics;
using System.Runtime.CompilerServices;

namespace PixelShap.Masking;

/// <summary>
/// The pixels of one object in an image, packed one bit per pixel within their tight bounding box. Immutable.
/// </summary>
public sealed class Mask
{
    private readonly ulong[] _words;
    private readonly int _wordsPerRow;

    private Mask(int imageWidth, int imageHeight, PixelBox box, ulong[] words, int area)
    {
        ImageWidth = imageWidth;
        ImageHeight = imageHeight;
        Box = box;
        _words = words;
        _wordsPerRow = WordsFor(box.Width);
        Area = area;
    }

    /// <summary>The width of the image in pixels.</summary>
    public int ImageWidth { get; }

    /// <summary>The height of the image in pixels.</summary>
    public int ImageHeight { get; }

    /// <summary>The tight bounding box of the mask's pixels; empty for an empty mask.</summary>
    public PixelBox Box { get; }

    /// <summary>The number of pixels in the mask.</summary>
    public int Area { get; }

    /// <summary>Whether the mask holds no pixel.</summary>
    public bool IsEmpty => Area == 0;

    /// <summary>Whether the pixel belongs to the mask; false outside the image.</summary>
    public bool this[int x, int y]
    {
        get
        {
            int column = x - Box.X, row = y - Box.Y;
            return (uint)column < (uint)Box.Width && (uint)row < (uint)Box.Height
                && (_words[(row * _wordsPerRow) + (column >> 6)] >> (column & 63) & 1) != 0;
        }
    }

    /// <summary>The packed bits of image row <paramref name="y"/> within the box: bit <c>i</c> of word <c>j</c> is column
    /// <c>Box.X + 64 j + i</c>. Empty for a row outside the box. Bits past the box are zero.</summary>
    public ReadOnlySpan<ulong> Row(int y)
    {
        int row = y - Box.Y;
        return (uint)row < (uint)Box.Height ? _words.AsSpan(row * _wordsPerRow, _wordsPerRow) : default;
    }

    /// <summary>A mask without pixels.</summary>
    public static Mask Empty(int imageWidth, int imageHeight) => new(imageWidth, imageHeight, default, [], 0);

    /// <summary>A mask of every pixel of <paramref name="box"/> that lies in the image.</summary>
    public static Mask FromBox(int imageWidth, int imageHeight, PixelBox box)
    {
        box = box.Intersect(new PixelBox(0, 0, imageWidth, imageHeight));
        if (box.IsEmpty)
        {
            return Empty(imageWidth, imageHeight);
        }

        int wordsPerRow = WordsFor(box.Width);
        var words = new ulong[wordsPerRow * box.Height];
        words.AsSpan().Fill(ulong.MaxValue);
        ulong last = LastWord(box.Width);
        for (int row = 0; row < box.Height; row++)
        {
            words[(row * wordsPerRow) + wordsPerRow - 1] = last;
        }

        return new Mask(imageWidth, imageHeight, box, words, box.Width * box.Height);
    }

    /// <summary>Packs a byte map: every non-zero byte is a pixel of the mask.</summary>
    /// <param name="imageWidth">The width of the image.</param>
    /// <param name="imageHeight">The height of the image.</param>
    /// <param name="region">Where the map lies in the image; must be inside it.</param>
    /// <param name="map">The bytes, <c>region.Height</c> rows of <paramref name="stride"/> bytes.</param>
    /// <param name="stride">Bytes from one row of the map to the next, at least <c>region.Width</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Mask FromBytes(int imageWidth, int imageHeight, PixelBox region, ReadOnlySpan<byte> map, int stride)
    {
        if (region.Intersect(new PixelBox(0, 0, imageWidth, imageHeight)) != region && !region.IsEmpty)
        {
            throw new ArgumentException($"Region {region} is not inside the {imageWidth}x{imageHeight} image.", nameof(region));
        }

        int left = int.MaxValue, right = -1, top = -1, bottom = -1;
        for (int y = 0; y < region.Height; y++)
        {
            ReadOnlySpan<byte> row = map.Slice(y * stride, region.Width);
            int first = row.IndexOfAnyExcept((byte)0);
            if (first < 0)
            {
                continue;
            }

            top = top < 0 ? y : top;
            bottom = y;
            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyExcept((byte)0));
        }

        if (top < 0)
        {
            return Empty(imageWidth, imageHeight);
        }

        var box = new PixelBox(region.X + left, region.Y + top, right - left + 1, bottom - top + 1);
        int wordsPerRow = WordsFor(box.Width);
        var words = new ulong[wordsPerRow * box.Height];
        int area = 0;
        for (int y = 0; y < box.Height; y++)
        {
            ReadOnlySpan<byte> row = map.Slice(((top + y) * stride) + left, box.Width);
            Span<ulong> packed = words.AsSpan(y * wordsPerRow, wordsPerRow);
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] != 0)
                {
                    packed[x >> 6] |= 1UL << (x & 63);
                    area++;
                }
            }
        }

        return new Mask(imageWidth, imageHeight, box, words, area);
    }

    /// <summary>Takes over packed rows as <see cref="Row"/> gives them; the box must be tight and the bits past it zero.</summary>
    internal static Mask FromPacked(int imageWidth, int imageHeight, PixelBox box, ulong[] words)
    {
        int area = 0;
        foreach (ulong word in words)
        {
            area += BitOperations.PopCount(word);
        }

        return new Mask(imageWidth, imageHeight, box, words, area);
    }

    /// <summary>Whether both masks hold the very same pixels of an image of the same size.</summary>
    public bool HasSamePixels(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ImageWidth == other.ImageWidth && ImageHeight == other.ImageHeight && Area == other.Area && Box == other.Box
            && _words.AsSpan().SequenceEqual(other._words);
    }

    /// <summary>Writes <paramref name="value"/> for every pixel of the mask into a byte map of the whole image; other bytes stay.</summary>
    public void Paint(Span<byte> map, int stride, byte value)
    {
        foreach (MaskRun run in Runs)
        {
            map.Slice((run.Y * stride) + run.X, run.Length).Fill(value);
        }
    }

    /// <summary>The mask as horizontal runs of pixels, row by row from the top, left to right.</summary>
    public MaskRuns Runs => new(this);

    /// <summary>The number of pixels that both masks hold.</summary>
    public int IntersectionArea(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        PixelBox common = Box.Intersect(other.Box);
        int area = 0;
        for (int y = common.Y; y < common.Bottom; y++)
        {
            for (int x = common.X; x < common.Right; x += 64)
            {
                ulong both = Bits(x, y) & other.Bits(x, y);
                int rest = common.Right - x;
                area += BitOperations.PopCount(rest < 64 ? both & ((1UL << rest) - 1) : both);
            }
        }

        return area;
    }

    /// <summary>Intersection over union, 0 to 1; 0 when both are empty.</summary>
    public double IoU(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int both = IntersectionArea(other);
        int either = Area + other.Area - both;
        return either == 0 ? 0 : (double)both / either;
    }

    /// <summary>64 pixels of row <paramref name="y"/> starting at image column <paramref name="x"/>; zero outside the box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(int x, int y)
    {
        int row = y - Box.Y;
        if ((uint)row >= (uint)Box.Height)
        {
            return 0;
        }

        int column = x - Box.X;
        if (column <= -64 || column >= Box.Width)
        {
            return 0;
        }

        ReadOnlySpan<ulong> words = _words.AsSpan(row * _wordsPerRow, _wordsPerRow);
        if (column < 0)
        {
            return words[0] << -column;
        }

        int word = column >> 6, shift = column & 63;
        ulong bits = words[word] >> shift;
        return shift != 0 && word + 1 < words.Length ? bits | words[word + 1] << (64 - shift) : bits;
    }

    private static int WordsFor(int width) => (width + 63) >> 6;

    private static ulong LastWord(int width) => (width & 63) == 0 ? ulong.MaxValue : (1UL << (width & 63)) - 1;
}
