using System.Buffers;

namespace PixelShap.Masking;

/// <summary>
/// The compact form of a mask for storage: the lengths of the runs of its box, row by row, starting with a (possibly empty) run outside
/// the mask and alternating, each as an unsigned LEB128 number. The last run outside the mask is left out.
/// </summary>
public static class MaskRunLength
{
    /// <summary>Encodes the pixels within <see cref="Mask.Box"/>.</summary>
    public static byte[] Encode(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var buffer = new ArrayBufferWriter<byte>(64);
        long position = 0, pending = 0, length = 0;
        foreach (MaskRun run in mask.Runs)
        {
            long start = ((long)(run.Y - mask.Box.Y) * mask.Box.Width) + run.X - mask.Box.X;
            if (length > 0 && start == position)
            {
                length += run.Length;
            }
            else
            {
                Flush(buffer, pending, length);
                pending = start - position;
                length = run.Length;
            }

            position = start + run.Length;
        }

        Flush(buffer, pending, length);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> made.</summary>
    /// <exception cref="InvalidDataException">The runs do not fit the box, or the box the image.</exception>
    public static Mask Decode(int imageWidth, int imageHeight, PixelBox box, ReadOnlySpan<byte> runs)
    {
        if (box.IsEmpty)
        {
            return Mask.Empty(imageWidth, imageHeight);
        }

        if (box.Intersect(new PixelBox(0, 0, imageWidth, imageHeight)) != box)
        {
            throw new InvalidDataException($"The mask's box {box} is not inside the {imageWidth}x{imageHeight} image.");
        }

        int size = checked(box.Width * box.Height);
        byte[] map = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            Span<byte> pixels = map.AsSpan(0, size);
            pixels.Clear();
            long position = 0;
            bool inside = false;
            for (int offset = 0; offset < runs.Length; inside = !inside)
            {
                long length = ReadNumber(runs, ref offset);
                if (length > size - position)
                {
                    throw new InvalidDataException("The mask's runs are longer than its box.");
                }

                if (inside)
                {
                    pixels.Slice((int)position, (int)length).Fill(1);
                }

                position += length;
            }

            return Mask.FromBytes(imageWidth, imageHeight, box, pixels, box.Width);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(map);
        }
    }

    private static void Flush(ArrayBufferWriter<byte> buffer, long outside, long inside)
    {
        if (inside > 0)
        {
            WriteNumber(buffer, outside);
            WriteNumber(buffer, inside);
        }
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, long value)
    {
        do
        {
            byte low = (byte)(value & 0x7f);
            value >>= 7;
            buffer.GetSpan(1)[0] = value == 0 ? low : (byte)(low | 0x80);
            buffer.Advance(1);
        }
        while (value != 0);
    }

    private static long ReadNumber(ReadOnlySpan<byte> bytes, ref int offset)
    {
        long value = 0;
        for (int shift = 0; shift < 42; shift += 7)
        {
            if (offset == bytes.Length)
            {
                throw new InvalidDataException("The mask's runs end within a number.");
            }

            byte next = bytes[offset++];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A run of the mask is too long.");
    }
}
