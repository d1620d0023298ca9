using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

/// <summary>The small graphs of Models/make_models.py and the picture that they look at.</summary>
internal static class TestModels
{
    internal static string Path(string name) =>
        System.IO.Path.Combine(SharedData.RepositoryRoot, "tests", "PixelShap.Video.Vision.Tests", "Models", name);

    internal static SegmenterOptions Options(string name) => new()
    {
        Model = Path(name),
        Classes = [ClassGroups.All],
        Runtime = new OnnxModelOptions { Provider = ExecutionProvider.Cpu, Threads = 1 },
    };

    internal static ISegmenter Create(SegmenterOptions options) => Segmenters.Create(options, NullLoggerFactory.Instance);

    /// <summary>A black picture with a red and a blue rectangle.</summary>
    internal static BgrImage Picture(int width, int height, PixelBox red, PixelBox blue)
    {
        BgrImage image = TestImages.Blank(width, height);
        Paint(image, red, channel: 2);
        Paint(image, blue, channel: 0);
        return image;
    }

    private static void Paint(BgrImage image, PixelBox box, int channel)
    {
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                image.Row(y)[(x * 3) + channel] = 255;
            }
        }
    }
}
