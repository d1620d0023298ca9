using System.Text;
using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>
/// COCO's run-length encoding of masks: lengths of alternating runs of background and object, column by column, beginning with
/// background; and its compressed text form (cocoapi, maskApi.c).
/// </summary>
public static class CocoRle
{
    /// <summary>The run lengths of a mask; they add up to width × height.</summary>
    public static List<int> Counts(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var counts = new List<int>();
        int last = 0, position;
        bool value = false;
        for (int x = mask.Box.X; x < mask.Box.Right; x++)
        {
            for (int y = mask.Box.Y; y < mask.Box.Bottom; y++)
            {
                position = (x * mask.ImageHeight) + y;
                if (mask[x, y] != value)
                {
                    Flip();
                }
            }

            // Between two columns of the box lies background, unless the box is as high as the image.
            if (value && mask.Box.Bottom < mask.ImageHeight)
            {
                position = (x * mask.ImageHeight) + mask.Box.Bottom;
                Flip();
            }
            else if (value && mask.Box.Y > 0)
            {
                position = (x + 1) * mask.ImageHeight;
                Flip();
            }
        }

        if (value && mask.Box.Right < mask.ImageWidth)
        {
            position = mask.Box.Right * mask.ImageHeight;
            Flip();
        }

        int total = mask.ImageWidth * mask.ImageHeight;
        if (last < total || counts.Count == 0)
        {
            counts.Add(total - last);
        }

        return counts;

        void Flip()
        {
            counts.Add(position - last);
            last = position;
            value = !value;
        }
    }

    /// <summary>The compressed text of a mask.</summary>
    public static string Encode(Mask mask)
    {
        List<int> counts = Counts(mask);
        var text = new StringBuilder();
        for (int i = 0; i < counts.Count; i++)
        {
            int value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            bool more;
            do
            {
                int bits = value & 0x1f;
                value >>= 5;
                more = (bits & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)((more ? bits | 0x20 : bits) + 48));
            }
            while (more);
        }

        return text.ToString();
    }

    /// <summary>Reads compressed text.</summary>
    /// <exception cref="InvalidDataException">The text is not COCO's, or does not fill the image exactly.</exception>
    public static Mask Decode(string text, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = new List<int>();
        for (int i = 0; i < text.Length;)
        {
            long value = 0;
            int shift = 0, bits;
            do
            {
                bits = i < text.Length ? text[i++] - 48 : -1;
                if (bits is < 0 or > 63 || shift > 30)
                {
                    throw new InvalidDataException("The compressed run lengths of a mask are damaged.");
                }

                value |= (long)(bits & 0x1f) << shift;
                shift += 5;
            }
            while ((bits & 0x20) != 0);

            if ((bits & 0x10) != 0)
            {
                value |= -1L << shift;
            }

            counts.Add((int)(counts.Count > 2 ? value + counts[^2] : value));
        }

        return Decode(counts, width, height);
    }

    /// <summary>Makes a mask of run lengths.</summary>
    /// <exception cref="InvalidDataException">The lengths do not fill the image exactly.</exception>
    public static Mask Decode(IReadOnlyList<int> counts, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var map = new byte[checked(width * height)];
        int position = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            int end = position + counts[i];
            if (counts[i] < 0 || end > map.Length)
            {
                throw Mismatch(width, height);
            }

            for (; (i & 1) == 1 && position < end; position++)
            {
                map[(position % height * width) + (position / height)] = 1;
            }

            position = end;
        }

        return position == map.Length ? Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width)
            : throw Mismatch(width, height);
    }

    private static InvalidDataException Mismatch(int width, int height) =>
        new($"The run lengths of a mask do not fill its {width}x{height} pixels exactly.");
}
