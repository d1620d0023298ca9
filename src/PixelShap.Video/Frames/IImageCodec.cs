using PixelShap.Masking;

namespace PixelShap.Video.Frames;

/// <summary>Writes and reads still pictures in memory. Thread-safe.</summary>
public interface IImageCodec
{
    /// <summary>The most bytes that the file of a picture has.</summary>
    const long MostBytes = 256 << 20;

    /// <summary>Encodes a JPEG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100. The default value is 90.</param>
    byte[] EncodeJpeg(BgrImage image, int quality = 90);

    /// <summary>Encodes a PNG with 8 bits per channel, without loss.</summary>
    byte[] EncodePng(BgrImage image);

    /// <summary>Encodes a PNG of one 8-bit grey channel, without loss: masks, for example.</summary>
    /// <param name="pixels">The grey values, row by row, <paramref name="width"/> bytes each.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    byte[] EncodeGreyPng(ReadOnlySpan<byte> pixels, int width, int height);

    /// <summary>Decodes a JPEG or PNG into new memory with packed rows, turned as its EXIF orientation says.</summary>
    /// <exception cref="PixelShapException">The bytes are not a picture.</exception>
    BgrImage Decode(ReadOnlySpan<byte> data);

    /// <summary>Decodes a JPEG or PNG to 8-bit grey with packed rows.</summary>
    /// <exception cref="PixelShapException">The bytes are not a picture.</exception>
    byte[] DecodeGrey(ReadOnlySpan<byte> data, out int width, out int height);
}
