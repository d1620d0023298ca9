using System.Globalization;
using System.Text.RegularExpressions;
using PixelShap.Masking;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.Yolo;

/// <summary>The input of the YOLO family: RGB / 255, centred on grey, at the model's size or, where that is open, no larger than
/// needed.</summary>
internal sealed class YoloInput
{
    private const int DefaultSize = 640;
    private const int DefaultStride = 32;

    private readonly int _width;
    private readonly int _height;
    private readonly int _stride;
    private readonly bool _fixed;

    internal YoloInput(OnnxModel model)
    {
        TensorPort input = model.Inputs[0];
        _fixed = input.Shape[2] > 0 && input.Shape[3] > 0;
        int[] size = Numbers(model, "imgsz");
        _height = _fixed ? input.Shape[2] : size.ElementAtOrDefault(0) is > 0 and int height ? height : DefaultSize;
        _width = _fixed ? input.Shape[3] : size.ElementAtOrDefault(1) is > 0 and int width ? width : _height;
        _stride = Numbers(model, "stride").FirstOrDefault() is > 0 and int stride ? stride : DefaultStride;
    }

    internal Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        (int width, int height) = _fixed ? (_width, _height) : Smallest(image.Width, image.Height);
        var letterbox = Letterbox.Centred(image.Width, image.Height, width, height);
        ImageTensor.Yolo.Write(image, letterbox, run.Input<float>(0, 1, 3, height, width));
        return letterbox;
    }

    /// <summary>The smallest input, in whole strides, that the image fits into at the scale of the full one.</summary>
    private (int Width, int Height) Smallest(int imageWidth, int imageHeight)
    {
        var full = Letterbox.Centred(imageWidth, imageHeight, _width, _height);
        return (RoundUp(full.ContentWidth, _stride), RoundUp(full.ContentHeight, _stride));
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    private static int[] Numbers(OnnxModel model, string key) =>
        model.Metadata.TryGetValue(key, out string? text)
            ? [.. Regex.Matches(text, @"\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))]
            : [];
}
