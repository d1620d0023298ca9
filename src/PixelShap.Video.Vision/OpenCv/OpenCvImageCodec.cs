using System.Runtime.InteropServices;
using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>JPEG and PNG through OpenCV. Thread-safe and without state.</summary>
public sealed class OpenCvImageCodec : IImageCodec
{
    private const int PngCompression = 3;

    /// <inheritdoc/>
    public byte[] EncodeJpeg(BgrImage image, int quality = 90)
    {
        NativeResult.Check(NativeMethods.EncodeJpeg(
            in MemoryMarshal.GetReference(image.Pixels.Span), image.Width, image.Height, image.Stride, 3, quality, out NativeBytes bytes));
        using (bytes)
        {
            return bytes.ToArray();
        }
    }

    /// <inheritdoc/>
    public byte[] EncodePng(BgrImage image) => EncodePng(image.Pixels.Span, image.Width, image.Height, image.Stride, 3);

    /// <inheritdoc/>
    public byte[] EncodeGreyPng(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, width * height, nameof(pixels));
        return EncodePng(pixels, width, height, width, 1);
    }

    /// <inheritdoc/>
    public BgrImage Decode(ReadOnlySpan<byte> data)
    {
        byte[] pixels = Decode(data, 3, out int width, out int height);
        return new BgrImage(pixels, width, height, width * 3);
    }

    /// <inheritdoc/>
    public byte[] DecodeGrey(ReadOnlySpan<byte> data, out int width, out int height) => Decode(data, 1, out width, out height);

    private static byte[] EncodePng(ReadOnlySpan<byte> pixels, int width, int height, int stride, int channels)
    {
        NativeResult.Check(NativeMethods.EncodePng(
            in MemoryMarshal.GetReference(pixels), width, height, stride, channels, PngCompression, out NativeBytes bytes));
        using (bytes)
        {
            return bytes.ToArray();
        }
    }

    private static byte[] Decode(ReadOnlySpan<byte> data, int channels, out int width, out int height)
    {
        int code = NativeMethods.Decode(
            in MemoryMarshal.GetReference(data), (nuint)data.Length, channels, out width, out height, out NativeBytes bytes);
        using (bytes)
        {
            if (code == 1)
            {
                throw new PixelShapException(
                    ExitCode.Input, "The picture cannot be read.", "Give a JPEG or PNG file that opens in a viewer.");
            }

            try
            {
                NativeResult.Check(code);
            }
            catch (OpenCvException exception)
            {
                throw new PixelShapException(
                    ExitCode.Input, $"The picture cannot be read: {exception.Message.Split("error: ")[^1].Split('\n')[0].Trim()}", "Give a JPEG or PNG file of usual size that opens in a viewer.", exception);
            }

            return bytes.ToArray();
        }
    }
}
