using System.Buffers;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Fills hidden pixels from what surrounds them, so that the object seems never to have been there: Telea inpainting.</summary>
public sealed class InpaintFill : IFill
{
    private const int Radius = 5;

    private readonly FilledIslands _filled = new();

    /// <inheritdoc/>
    public string Name => "inpaint";

    /// <inheritdoc/>
    /// <remarks>Where everything is hidden there is nothing to fill from: the pixels become black.</remarks>
    public void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination)
    {
        ArgumentNullException.ThrowIfNull(hidden);

        // What is hidden must not shine through where a region has no known pixel around it.
        ColourFill.Black.Apply(source, hidden, destination);
        foreach (PixelBox island in hidden.Islands(TeleaInpainting.Margin(Radius)))
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(island.Width * island.Height);
            try
            {
                Span<byte> map = buffer.AsSpan(0, island.Width * island.Height);
                map.Clear();
                for (int y = 0; y < island.Height; y++)
                {
                    PaintRow(hidden.Pixels, island, y, map.Slice(y * island.Width, island.Width));
                }

                _filled.Fill(View(destination, island), map, view => TeleaInpainting.Fill(view, buffer.AsSpan(0, view.Width * view.Height), view.Width, Radius));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static void PaintRow(Mask hidden, PixelBox island, int y, Span<byte> row)
    {
        for (int x = 0; x < row.Length; x += 64)
        {
            ulong bits = hidden.Bits(island.X + x, island.Y + y);
            for (int i = 0; bits != 0 && i < Math.Min(64, row.Length - x); i++, bits >>= 1)
            {
                row[x + i] = (byte)(bits & 1);
            }
        }
    }

    private static BgrImage View(BgrImage image, PixelBox box) =>
        new(image.Pixels[((box.Y * image.Stride) + (3 * box.X))..], box.Width, box.Height, image.Stride);
}
