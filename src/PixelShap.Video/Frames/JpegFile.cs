namespace PixelShap.Video.Frames;

/// <summary>JPEG files (ITU-T T.81) that were cut off.</summary>
public static class JpegFile
{
    private const byte Marker = 0xFF, Start = 0xD8, End = 0xD9, Scan = 0xDA;

    /// <summary>Whether the data begins like a JPEG file and has no end: it was cut off while it was copied.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith((ReadOnlySpan<byte>)[Marker, Start, Marker]))
        {
            return false;
        }

        // The end is looked for behind the beginning of the first scan: the thumbnail in the header has one too.
        int at = 2;
        while (at + 4 <= data.Length && data[at] == Marker && data[at + 1] != Scan)
        {
            at += data[at + 1] == Marker ? 1 : 2 + ((data[at + 2] << 8) | data[at + 3]);
        }

        return at >= data.Length || data[at..].IndexOf((ReadOnlySpan<byte>)[Marker, End]) < 0;
    }

    /// <summary>The data with the end that it lacks.</summary>
    public static byte[] Ended(ReadOnlySpan<byte> data) => [.. data, Marker, End];
}
