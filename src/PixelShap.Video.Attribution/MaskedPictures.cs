using System.Buffers;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// The masked images of one keyframe, each rendered once for all prompts. An image that nobody asks about at the moment is kept for
/// the next prompt while there is room, else rendered again. Thread-safe.
/// </summary>
/// <param name="image">The whole image; must outlive this.</param>
/// <param name="masker">Hides its players.</param>
/// <param name="keptBytes">How many bytes of pixels may be kept unused; 0 with a single prompt, which asks about no image twice.</param>
public sealed class MaskedPictures(BgrImage image, Masker masker, long keptBytes) : IDisposable
{
    private readonly Dictionary<Coalition, Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>The number of images rendered.</summary>
    public int Rendered { get; private set; }

    /// <summary>The image that shows the players of a coalition; to be given back by disposing of it.</summary>
    public MaskedPicture Rent(Coalition visible)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(visible, out entry))
            {
                _entries.Add(visible, entry = new Entry(new Lazy<byte[]>(() => Render(visible))));
            }

            entry.Users++;
        }

        return new MaskedPicture(this, visible, new BgrImage(entry.Pixels.Value.AsMemory(0, Bytes), image.Width, image.Height, Stride), entry.Cache);
    }

    /// <summary>Takes an image back.</summary>
    internal void Return(Coalition visible)
    {
        lock (_lock)
        {
            Entry entry = _entries[visible];
            if (--entry.Users == 0 && (long)_entries.Count * Bytes > keptBytes)
            {
                _entries.Remove(visible);
                ArrayPool<byte>.Shared.Return(entry.Pixels.Value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Entry entry in _entries.Values.Where(entry => entry.Pixels.IsValueCreated))
        {
            ArrayPool<byte>.Shared.Return(entry.Pixels.Value);
        }

        _entries.Clear();
    }

    private int Stride => image.Width * 3;

    private int Bytes => Stride * image.Height;

    private byte[] Render(Coalition visible)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Bytes);
        masker.Render(image, visible, new BgrImage(buffer.AsMemory(0, Bytes), image.Width, image.Height, Stride));
        lock (_lock)
        {
            Rendered++;
        }

        return buffer;
    }

    private sealed class Entry(Lazy<byte[]> pixels)
    {
        public Lazy<byte[]> Pixels { get; } = pixels;

        public PictureCache Cache { get; } = new();

        public int Users { get; set; }
    }
}

/// <summary>A masked image while it is asked about.</summary>
public sealed class MaskedPicture(MaskedPictures owner, Coalition visible, BgrImage image, PictureCache cache) : IDisposable
{
    /// <summary>The image.</summary>
    public BgrImage Image => image;

    /// <summary>What is made of it once.</summary>
    public PictureCache Cache => cache;

    /// <summary>Gives it back.</summary>
    public void Dispose() => owner.Return(visible);
}
