using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Tests;

internal static class TestImages
{
    /// <summary>Property tests with the same cases every time.</summary>
    internal static Config Reproducible { get; } =
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(16545557006184826847UL, 9362861400425325667UL);

    internal static BgrImage Read(string sharedPath) => new OpenCvImageCodec().Decode(File.ReadAllBytes(SharedData.Path(sharedPath)));

    internal static BgrImage Blank(int width, int height) => new(new byte[width * height * 3], width, height, width * 3);

    /// <summary>Random pixels, with rows longer than they need to be.</summary>
    internal static BgrImage Noise(int seed, int width, int height, int extraStride = 0)
    {
        int stride = (width * 3) + extraStride;
        var pixels = new byte[stride * height];
        new Random(seed).NextBytes(pixels);
        return new BgrImage(pixels, width, height, stride);
    }

    /// <summary>Smooth random blobs, such as a camera sees; moved by (dx, dy) pixels.</summary>
    internal static BgrImage Texture(int seed, int width, int height, double dx = 0, double dy = 0)
    {
        var random = new Random(seed);
        (double X, double Y, double Phase)[] waves =
            [.. Enumerable.Range(0, 24).Select(_ => (random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() * 6))];
        BgrImage image = Blank(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double value = waves.Sum(wave => Math.Sin((wave.X * (x - dx)) + (wave.Y * (y - dy)) + wave.Phase));
                image.Row(y).Slice(x * 3, 3).Fill((byte)Math.Clamp(128 + (value * 18), 0, 255));
            }
        }

        return image;
    }
}
