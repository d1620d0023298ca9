using System.Runtime.InteropServices;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Tests;

public sealed class Yuv420Tests
{
    // 16 pixels go through vectors, the rest one by one: both are met by odd widths above 16.
    public static TheoryData<int, int> Sizes => new() { { 2, 2 }, { 16, 4 }, { 35, 7 }, { 64, 6 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Pixels_agree_with_the_definition_of_bt709(int width, int height)
    {
        var yuv = new byte[Yuv420.ByteCount(width, height)];
        var random = new Random(width);
        for (int i = 0; i < yuv.Length; i++)
        {
            yuv[i] = (byte)random.Next(16, 236);
        }

        var pixels = new uint[width * height];
        Yuv420.ToPixels(yuv, width, height, pixels, width, 0, 0);

        int half = (width + 1) / 2, planes = half * ((height + 1) / 2);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double luma = (yuv[(y * width) + x] - 16) / 219.0;
                double u = (yuv[(width * height) + (y / 2 * half) + (x / 2)] - 128) / 224.0, v = (yuv[(width * height) + planes + (y / 2 * half) + (x / 2)] - 128) / 224.0;
                double red = luma + (1.5748 * v), blue = luma + (1.8556 * u), green = (luma - (0.2126 * red) - (0.0722 * blue)) / 0.7152;
                uint pixel = pixels[(y * width) + x];
                Assert.Equal(Math.Clamp(red * 255, 0, 255), pixel >> 16 & 0xFF, 1.01);
                Assert.Equal(Math.Clamp(green * 255, 0, 255), pixel >> 8 & 0xFF, 1.01);
                Assert.Equal(Math.Clamp(blue * 255, 0, 255), pixel & 0xFF, 1.01);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Planes_agree_with_the_definition_of_bt709(int width, int height)
    {
        var pixels = new uint[width * height];
        new Random(height).NextBytes(MemoryMarshal.AsBytes(pixels.AsSpan()));
        var yuv = new byte[Yuv420.ByteCount(width, height)];
        Yuv420.FromPixels(pixels, width, height, 0, height, yuv);

        int half = (width + 1) / 2, planes = half * ((height + 1) / 2);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double red, double green, double blue) = Colour(x, y);
                Assert.Equal(16 + (219 * ((0.2126 * red) + (0.7152 * green) + (0.0722 * blue))), yuv[(y * width) + x], 0.51);
            }
        }

        for (int y = 0; y < height; y += 2)
        {
            for (int x = 0; x < width; x += 2)
            {
                int right = Math.Min(x + 1, width - 1), below = Math.Min(y + 1, height - 1);
                (double Red, double Green, double Blue)[] four = [Colour(x, y), Colour(right, y), Colour(x, below), Colour(right, below)];
                double red = four.Average(c => c.Red), green = four.Average(c => c.Green), blue = four.Average(c => c.Blue);
                double luma = (0.2126 * red) + (0.7152 * green) + (0.0722 * blue);
                int at = (width * height) + (y / 2 * half) + (x / 2);
                Assert.Equal(128 + (224 * (blue - luma) / 1.8556), yuv[at], 0.52);
                Assert.Equal(128 + (224 * (red - luma) / 1.5748), yuv[at + planes], 0.52);
            }
        }

        (double Red, double Green, double Blue) Colour(int x, int y)
        {
            uint pixel = pixels[(y * width) + x];
            return ((pixel >> 16 & 0xFF) / 255.0, (pixel >> 8 & 0xFF) / 255.0, (pixel & 0xFF) / 255.0);
        }
    }

    [Fact]
    public void What_is_not_drawn_on_comes_back_nearly_as_it_was()
    {
        const int width = 64, height = 48;
        var yuv = new byte[Yuv420.ByteCount(width, height)];
        for (int i = 0; i < yuv.Length; i++)
        {
            // Colours that lie inside the cube of red, green and blue.
            yuv[i] = (byte)(i < width * height ? 90 + (i % 60) : 118 + (i % 21));
        }

        var pixels = new uint[width * height];
        var back = new byte[yuv.Length];
        Yuv420.ToPixels(yuv, width, height, pixels, width, 0, 0);
        Yuv420.FromPixels(pixels, width, height, 0, height, back);

        Assert.All(yuv.Zip(back), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }
}
