using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>How an image lies in the input of a network: scaled without distortion and padded, or stretched to fill it.</summary>
/// <param name="InputWidth">The width of the input.</param>
/// <param name="InputHeight">The height of the input.</param>
/// <param name="ContentWidth">The width of the scaled image in the input.</param>
/// <param name="ContentHeight">The height of the scaled image in the input.</param>
/// <param name="PadX">Columns left of the image.</param>
/// <param name="PadY">Rows above the image.</param>
/// <param name="ImageWidth">The width of the image.</param>
/// <param name="ImageHeight">The height of the image.</param>
internal readonly record struct Letterbox(
    int InputWidth, int InputHeight, int ContentWidth, int ContentHeight, int PadX, int PadY, int ImageWidth, int ImageHeight)
{
    /// <summary>Input pixels per image pixel, across.</summary>
    internal float ScaleX { get; } = (float)ContentWidth / ImageWidth;

    /// <summary>Input pixels per image pixel, down.</summary>
    internal float ScaleY { get; } = (float)ContentHeight / ImageHeight;

    /// <summary>The image in the middle of the input, as YOLO's own letterbox puts it.</summary>
    internal static Letterbox Centred(int imageWidth, int imageHeight, int inputWidth, int inputHeight)
    {
        (int width, int height) = Fit(imageWidth, imageHeight, inputWidth, inputHeight);
        // Half pixels of padding go to the right and to the bottom, as in the training code.
        int padX = (int)MathF.Round(((inputWidth - width) / 2f) - 0.1f), padY = (int)MathF.Round(((inputHeight - height) / 2f) - 0.1f);
        return new Letterbox(inputWidth, inputHeight, width, height, padX, padY, imageWidth, imageHeight);
    }

    /// <summary>The image in the top left corner of the input, as YOLOX and SAM put it.</summary>
    internal static Letterbox TopLeft(int imageWidth, int imageHeight, int inputWidth, int inputHeight)
    {
        (int width, int height) = Fit(imageWidth, imageHeight, inputWidth, inputHeight);
        return new Letterbox(inputWidth, inputHeight, width, height, 0, 0, imageWidth, imageHeight);
    }

    /// <summary>The image stretched over the whole input.</summary>
    internal static Letterbox Stretched(int imageWidth, int imageHeight, int inputWidth, int inputHeight) =>
        new(inputWidth, inputHeight, inputWidth, inputHeight, 0, 0, imageWidth, imageHeight);

    /// <summary>A box of the input as a box of the image, cut at its border.</summary>
    internal BoundingBox ToImage(float left, float top, float right, float bottom) => new(
        Math.Clamp((left - PadX) / ScaleX, 0, ImageWidth),
        Math.Clamp((top - PadY) / ScaleY, 0, ImageHeight),
        Math.Clamp((right - PadX) / ScaleX, 0, ImageWidth),
        Math.Clamp((bottom - PadY) / ScaleY, 0, ImageHeight));

    /// <summary>A box of the image as a box of the input.</summary>
    internal BoundingBox ToInput(BoundingBox box) => new(
        (box.Left * ScaleX) + PadX, (box.Top * ScaleY) + PadY, (box.Right * ScaleX) + PadX, (box.Bottom * ScaleY) + PadY);

    private static (int Width, int Height) Fit(int imageWidth, int imageHeight, int inputWidth, int inputHeight)
    {
        double scale = Math.Min((double)inputWidth / imageWidth, (double)inputHeight / imageHeight);
        return (
            Math.Clamp((int)Math.Round(imageWidth * scale), 1, inputWidth),
            Math.Clamp((int)Math.Round(imageHeight * scale), 1, inputHeight));
    }
}
