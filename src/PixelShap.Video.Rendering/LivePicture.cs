using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering;

/// <summary>Draws the annotated picture of a live camera for a page, without the panels: the page has the answer and the curves as texts and lines of its own.</summary>
/// <param name="codec">Encodes.</param>
internal sealed class LivePicture(IImageCodec codec) : ILivePicture
{
    private const int MostSide = 960, Quality = 78;

    private readonly FramePool _pool = new(1);
    private SceneRenderer? _renderer;

    public byte[] Draw(Frame frame, Scene scene, ImportanceStrip strip)
    {
        if (_renderer is null || _renderer.Layout.Picture.Width != frame.Width || _renderer.Layout.Picture.Height != frame.Height)
        {
            _renderer?.Dispose();
            _renderer = new SceneRenderer(SceneLayout.For(frame.Width, frame.Height));
        }

        _renderer.Strip = strip;
        SceneLayout layout = _renderer.Layout;
        using Frame picture = _pool.Rent(frame.Header with { Width = layout.Width, Height = layout.Height, Format = PixelFormat.Bgr32 });
        _renderer.Draw(frame, scene, picture);
        return codec.EncodeJpeg(ImageShrinking.Shrink(Cut(picture, layout.Picture), MostSide), Quality);
    }

    public void Dispose() => _renderer?.Dispose();

    private static BgrImage Cut(Frame picture, PixelBox box)
    {
        var bytes = new byte[box.Width * box.Height * 3];
        ReadOnlySpan<byte> pixels = picture.Pixels.Span;
        for (int y = 0; y < box.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(((box.Y + y) * picture.Stride) + (box.X * 4), box.Width * 4);
            Span<byte> cut = bytes.AsSpan(y * box.Width * 3, box.Width * 3);
            for (int x = 0; x < box.Width; x++)
            {
                row.Slice(x * 4, 3).CopyTo(cut[(x * 3)..]);
            }
        }

        return new BgrImage(bytes, box.Width, box.Height, box.Width * 3);
    }
}
