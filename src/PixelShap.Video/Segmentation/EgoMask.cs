using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>
/// The pixels that show the own car or lie on the picture itself, and never move with the road: bonnet, dashboard, dirt, burned-in text, black borders. One for
/// all frames of a camera, whatever their size. Thread-safe.
/// </summary>
public sealed class EgoMask
{
    /// <summary>From this share of its pixels on, a detection is part of the own car.</summary>
    public const double LargerPart = 0.5;

    private readonly byte[] _map;
    private Mask? _fitting;

    /// <summary>Takes a byte map: every non-zero byte is the own car's.</summary>
    /// <param name="map">H×W bytes, row by row; not copied.</param>
    /// <param name="width">Its width in pixels, at least 1.</param>
    /// <param name="height">Its height in pixels, at least 1.</param>
    public EgoMask(byte[] map, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(map.Length, width * height, nameof(map));
        (_map, Width, Height) = (map, width, height);
        Share = (double)map.Count(value => value != 0) / map.Length;
    }

    /// <summary>The width of <see cref="Map"/> in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of <see cref="Map"/> in pixels.</summary>
    public int Height { get; }

    /// <summary>The byte map, row by row.</summary>
    public ReadOnlySpan<byte> Map => _map;

    /// <summary>The share of the picture that it covers, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>The mask at the size of a frame.</summary>
    public Mask At(int width, int height)
    {
        if (_fitting is { } last && last.ImageWidth == width && last.ImageHeight == height)
        {
            return last;
        }

        var fitted = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            int row = (int)((long)y * Height / height) * Width;
            for (int x = 0; x < width; x++)
            {
                fitted[(y * width) + x] = _map[row + (int)((long)x * Width / width)];
            }
        }

        Mask mask = Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), fitted, width);
        _fitting = mask;
        return mask;
    }

    /// <summary>Whether the larger part of a detection lies in it: of its mask, or of its box where it has none.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="width">The width of its frame in pixels.</param>
    /// <param name="height">The height of its frame in pixels.</param>
    public bool Holds(Detection detection, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(detection);
        Mask own = At(width, height);
        Mask seen = detection.Mask ?? Mask.FromBox(width, height, detection.Box.ToPixels(width, height));
        return !seen.IsEmpty && own.IntersectionArea(seen) >= LargerPart * seen.Area;
    }
}

/// <summary>Learns from the frames of one camera, as they come, what never moves with the road. Used by one thread at a time.</summary>
public interface IEgoMaskLearner
{
    /// <summary>How many views of the road are compared.</summary>
    int Views { get; }

    /// <summary>How many have been taken, those included for which others were let go.</summary>
    int Taken { get; }

    /// <summary>Looks at the next frame. Frames that come faster than they are needed cost nothing.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="seconds">Its time; where it goes back or leaps, nothing is said about motion.</param>
    void Look(BgrImage image, double seconds);

    /// <summary>What is known so far; null where nothing is, as with a camera that stands.</summary>
    EgoMask? Learn();
}
