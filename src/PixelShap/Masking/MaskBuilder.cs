namespace PixelShap.Masking;

/// <summary>Collects the pixels of several masks, 64 at a time. Whatever is added must lie in <c>box</c>.</summary>
internal sealed class MaskBuilder(int imageWidth, int imageHeight, PixelBox box)
{
    private readonly int _wordsPerRow = (box.Width + 63) >> 6;
    private readonly ulong[] _words = new ulong[((box.Width + 63) >> 6) * box.Height];

    public void Add(Mask mask)
    {
        PixelBox common = box.Intersect(mask.Box);
        (int first, int last) = Words(common);
        for (int y = common.Y; y < common.Bottom; y++)
        {
            Span<ulong> row = _words.AsSpan((y - box.Y) * _wordsPerRow, _wordsPerRow);
            for (int word = first; word < last; word++)
            {
                row[word] |= mask.Bits(box.X + (word << 6), y);
            }
        }
    }

    public void Remove(Mask mask)
    {
        PixelBox common = box.Intersect(mask.Box);
        (int first, int last) = Words(common);
        for (int y = common.Y; y < common.Bottom; y++)
        {
            Span<ulong> row = _words.AsSpan((y - box.Y) * _wordsPerRow, _wordsPerRow);
            for (int word = first; word < last; word++)
            {
                row[word] &= ~mask.Bits(box.X + (word << 6), y);
            }
        }
    }

    /// <summary>The collected pixels; they must reach all four sides of the box.</summary>
    public Mask ToMask() => Mask.FromPacked(imageWidth, imageHeight, box, _words);

    private (int First, int Last) Words(PixelBox common) => ((common.X - box.X) >> 6, (common.Right - box.X + 63) >> 6);
}
