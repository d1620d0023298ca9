using System.Runtime.InteropServices;
using PixelShap.Masking;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>The rows of the source picture within the pixels of the annotated one; coordinates are those of the source picture.</summary>
internal readonly ref struct PictureView
{
    private readonly Span<uint> _pixels;
    private readonly int _stride;
    private readonly PixelBox _picture;

    /// <summary>Views a part of a picture.</summary>
    /// <param name="pixels">The whole annotated picture, 4 bytes per pixel.</param>
    /// <param name="stride">Pixels from one row to the next.</param>
    /// <param name="picture">Where the source picture lies in it.</param>
    internal PictureView(Span<byte> pixels, int stride, PixelBox picture)
    {
        _pixels = MemoryMarshal.Cast<byte, uint>(pixels);
        _stride = stride;
        _picture = picture;
    }

    internal int Width => _picture.Width;

    internal int Height => _picture.Height;

    /// <summary>The pixels of one row.</summary>
    internal Span<uint> Row(int y) => _pixels.Slice(((_picture.Y + y) * _stride) + _picture.X, _picture.Width);
}
