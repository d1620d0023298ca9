using System.Security.Cryptography;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>
/// Islands that were filled before. The coalitions of a keyframe hide the same few objects again and again, and objects that stand apart are filled apart, so most islands of a picture
/// were filled for another coalition already. An island is known by its pixels and by what is hidden in it, wherever it comes from. Thread-safe.
/// </summary>
internal sealed class FilledIslands
{
    /// <summary>The islands of a keyframe or two; those of the keyframes before have other pixels and are never asked for again.</summary>
    private const int MostBytes = 32 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, byte[]> _filled = [];
    private readonly Queue<Key> _oldest = [];
    private int _bytes;

    /// <summary>Fills an island in place: as it was filled before, or with <paramref name="fill"/>.</summary>
    /// <param name="island">Its pixels.</param>
    /// <param name="hidden">A byte for each pixel, row by row without gaps: what is not 0 is to be filled.</param>
    /// <param name="fill">Fills it in place.</param>
    public void Fill(BgrImage island, ReadOnlySpan<byte> hidden, Action<BgrImage> fill)
    {
        Key key = KeyOf(island, hidden);
        byte[]? known;
        lock (_lock)
        {
            _filled.TryGetValue(key, out known);
        }

        int row = 3 * island.Width;
        if (known is not null)
        {
            for (int y = 0; y < island.Height; y++)
            {
                known.AsSpan(y * row, row).CopyTo(island.Row(y));
            }

            return;
        }

        fill(island);
        Remember(key, island);
    }

    private void Remember(Key key, BgrImage island)
    {
        int row = 3 * island.Width;
        if (row * island.Height > MostBytes)
        {
            return;
        }

        var pixels = new byte[row * island.Height];
        for (int y = 0; y < island.Height; y++)
        {
            island.Row(y)[..row].CopyTo(pixels.AsSpan(y * row, row));
        }

        lock (_lock)
        {
            if (!_filled.TryAdd(key, pixels))
            {
                return;
            }

            _oldest.Enqueue(key);
            _bytes += pixels.Length;
            while (_bytes > MostBytes && _oldest.TryDequeue(out Key old) && _filled.Remove(old, out byte[]? left))
            {
                _bytes -= left.Length;
            }
        }
    }

    private static Key KeyOf(BgrImage island, ReadOnlySpan<byte> hidden)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int y = 0; y < island.Height; y++)
        {
            hash.AppendData(island.Row(y)[..(3 * island.Width)]);
        }

        hash.AppendData(hidden);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new Key(island.Width, island.Height, BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[8..]));
    }

    private readonly record struct Key(int Width, int Height, ulong First, ulong Second);
}
