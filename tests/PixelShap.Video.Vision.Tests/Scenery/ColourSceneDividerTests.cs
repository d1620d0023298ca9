using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Scenery;

namespace PixelShap.Video.Vision.Tests.Scenery;

public sealed class ColourSceneDividerTests
{
    private const int Width = 320, Height = 180;

    /// <summary>A disc of two colours on a slope of grey, with an object before it.</summary>
    [Theory]
    [InlineData(240, 110, 20)]
    [InlineData(140, 90, 60)]
    [InlineData(30, 30, 30)]
    public void What_stands_out_is_one_part_and_all_parts_cover_what_is_no_object_once(byte red, byte green, byte blue)
    {
        BgrImage image = TestImages.Blank(Width, Height);
        var disc = new byte[Width * Height];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Span<byte> pixel = image.Row(y).Slice(3 * x, 3);
                double distance = Math.Sqrt(((x - 90) * (x - 90)) + ((y - 80) * (y - 80)));
                pixel.Fill((byte)(140 + (x / 16) + (y / 8)));
                if (distance < 32)
                {
                    (pixel[0], pixel[1], pixel[2]) = distance < 14 ? ((byte)(blue + 20), (byte)(green + 20), red) : (blue, green, red);
                    disc[(y * Width) + x] = 1;
                }
            }
        }

        Mask truth = Mask.FromBytes(Width, Height, new PixelBox(0, 0, Width, Height), disc, Width);
        Mask before = Mask.FromBox(Width, Height, new PixelBox(200, 100, 60, 50));
        IReadOnlyList<ScenePart> parts = new ColourSceneDivider().Divide(image, [before]);
        Assert.InRange(parts.Max(part => part.Mask.IoU(truth)), 0.8, 1);
        Assert.Equal(parts.MaxBy(part => part.Weight), parts.MaxBy(part => part.Mask.IoU(truth)));
        Assert.All(parts, part => Assert.True(part.Weight > 0));

        var count = new int[Width * Height];
        foreach (ScenePart part in parts)
        {
            foreach (MaskRun run in part.Mask.Runs)
            {
                for (int x = run.X; x < run.X + run.Length; x++)
                {
                    count[(run.Y * Width) + x]++;
                }
            }
        }

        for (int i = 0; i < count.Length; i++)
        {
            Assert.Equal(before[i % Width, i / Width] ? 0 : 1, count[i]);
        }

        // A tile falls into what covers it.
        Assert.All(parts.Where(part => part.Parts.Count > 0), part => Assert.Equal(part.Mask.Area, part.Parts.Sum(inner => inner.Mask.Area)));
    }

    [Fact]
    public void A_picture_of_one_colour_is_four_tiles_and_one_that_objects_cover_is_nothing()
    {
        BgrImage image = TestImages.Blank(Width, Height);
        Assert.Equal(4, new ColourSceneDivider().Divide(image, []).Count);
        Assert.Empty(new ColourSceneDivider().Divide(image, [Mask.FromBox(Width, Height, new PixelBox(0, 0, Width, Height))]));
        Assert.NotEmpty(new ColourSceneDivider().Divide(TestImages.Blank(3, 2), []));
    }
}
