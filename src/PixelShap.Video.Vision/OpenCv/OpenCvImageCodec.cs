using OpenCvSharp;
using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>JPEG and PNG through OpenCV. Thread-safe and without state.</summary>
public sealed unsafe class OpenCvImageCodec : IImageCodec
{
    /// <summary>The most pixels of a picture that the program reads, as of a video.</summary>
    public const long MostPixels = 8192L * 8192;

    private const int PngCompression = 3;

    /// <inheritdoc/>
    public byte[] EncodeJpeg(BgrImage image, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(".jpg", image.Pixels.Span, image.Width, image.Height, image.Stride, 3, (int)ImwriteFlags.JpegQuality, quality);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(BgrImage image) => Encode(
        ".png", image.Pixels.Span, image.Width, image.Height, image.Stride, 3, (int)ImwriteFlags.PngCompression, PngCompression);

    /// <inheritdoc/>
    public byte[] EncodeGreyPng(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, width * height, nameof(pixels));
        return Encode(".png", pixels, width, height, width, 1, (int)ImwriteFlags.PngCompression, PngCompression);
    }

    /// <inheritdoc/>
    public BgrImage Decode(ReadOnlySpan<byte> data)
    {
        byte[] pixels = Decode(data, ImreadModes.Color, out int width, out int height);
        return new BgrImage(pixels, width, height, width * 3);
    }

    /// <inheritdoc/>
    public byte[] DecodeGrey(ReadOnlySpan<byte> data, out int width, out int height) =>
        Decode(data, ImreadModes.Grayscale, out width, out height);

    private static byte[] Encode(
        string extension, ReadOnlySpan<byte> pixels, int width, int height, int stride, int channels, params int[] parameters)
    {
        fixed (byte* first = pixels)
        {
            using var view = new PixelView(first, width, height, stride, channels);
            byte[] encoded = [];
            bool done = false;
            OpenCvLibrary.Run("encode a picture", () => done = Cv2.ImEncode(extension, view.Input, out encoded, parameters));
            return done
                ? encoded
                : throw new PixelShapException(
                    ExitCode.Failed, $"A picture of {width}x{height} pixels cannot be written as {extension[1..]}.", "Work on smaller pictures.");
        }
    }

    /// <summary>Packed rows, turned as the file's EXIF orientation says.</summary>
    private static byte[] Decode(ReadOnlySpan<byte> data, ImreadModes mode, out int width, out int height)
    {
        if (data.IsEmpty)
        {
            throw Unreadable("The picture is empty.", null);
        }

        // OpenCV refuses a JPEG file without an end; with one, it draws what is there and the rest in grey.
        byte[]? pixels = TryDecode(data, mode, out width, out height);
        if (pixels is null && JpegFile.IsCutOff(data))
        {
            using var silent = new SilentErrorOutput();
            pixels = TryDecode(JpegFile.Ended(data), mode, out width, out height);
        }

        return pixels ?? throw Unreadable("The picture is damaged, or of a kind that is not known here.", null);
    }

    private static byte[]? TryDecode(ReadOnlySpan<byte> data, ImreadModes mode, out int width, out int height)
    {
        fixed (byte* first = data)
        {
            using var encoded = new PixelView(first, data.Length, 1, data.Length, 1);
            try
            {
                using Mat image = Cv2.ImDecode(encoded.Input, mode);
                (width, height) = (image.Cols, image.Rows);
                return image.Empty() ? null : new ReadOnlySpan<byte>(image.DataPointer, checked((int)(image.Total() * image.ElemSize()))).ToArray();
            }
            catch (OpenCVException exception) when (exception.ErrMsg.Contains("CV_IO_MAX_IMAGE", StringComparison.Ordinal))
            {
                throw new PixelShapException(
                    ExitCode.Input, $"The picture has more than {MostPixels:N0} pixels, or a side of more than a million.", "Make it smaller.", exception);
            }
            catch (OpenCVException exception)
            {
                throw Unreadable("The picture is damaged, or of a kind that is not known here.", exception);
            }
        }
    }

    private static PixelShapException Unreadable(string message, Exception? exception) =>
        new(ExitCode.Input, message, "Give a JPEG or PNG file of usual size that opens in a viewer.", exception);
}
