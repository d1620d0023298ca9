using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Language.Tests;

/// <summary>Pixels as they are: what is sent depends on them and on nothing else.</summary>
internal sealed class PlainCodec : IImageCodec
{
    public byte[] EncodeJpeg(BgrImage image, int quality = 90) => image.Pixels.ToArray();

    public byte[] EncodePng(BgrImage image) => image.Pixels.ToArray();

    public byte[] EncodeGreyPng(ReadOnlySpan<byte> pixels, int width, int height) => pixels.ToArray();

    public BgrImage Decode(ReadOnlySpan<byte> data) => new(data.ToArray(), data.Length / 3, 1, data.Length / 3 * 3);

    public byte[] DecodeGrey(ReadOnlySpan<byte> data, out int width, out int height)
    {
        (width, height) = (data.Length, 1);
        return data.ToArray();
    }
}
