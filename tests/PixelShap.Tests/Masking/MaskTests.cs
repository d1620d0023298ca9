using PixelShap.Masking;

namespace PixelShap.Tests.Masking;

public sealed class MaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Packed_masks_agree_with_a_byte_map(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int width = random.Next(1, 200), height = random.Next(1, 20);
            (byte[] first, Mask a) = RandomMask(random, width, height);
            (byte[] second, Mask b) = RandomMask(random, width, height);

            Assert.Equal(first.Count(value => value != 0), a.Area);
            int intersection = 0, union = 0;
            for (int i = 0; i < first.Length; i++)
            {
                Assert.Equal(first[i] != 0, a[i % width, i / width]);
                intersection += first[i] != 0 && second[i] != 0 ? 1 : 0;
                union += first[i] != 0 || second[i] != 0 ? 1 : 0;
            }

            Assert.Equal(intersection, a.IntersectionArea(b));
            Assert.Equal(union == 0 ? 0 : (double)intersection / union, a.IoU(b), 12);

            var painted = new byte[first.Length];
            a.Paint(painted, width, 255);
            Assert.Equal(first, painted);
        }
    }

    [Fact]
    public void The_box_is_tight()
    {
        var map = new byte[10 * 8];
        map[(2 * 10) + 3] = 1;
        map[(5 * 10) + 7] = 1;
        var mask = Mask.FromBytes(10, 8, new PixelBox(0, 0, 10, 8), map, 10);
        Assert.Equal(new PixelBox(3, 2, 5, 4), mask.Box);
    }

    [Fact]
    public void A_box_is_cut_at_the_image_border()
    {
        var mask = Mask.FromBox(70, 10, new PixelBox(-5, 8, 100, 100));
        Assert.Equal(new PixelBox(0, 8, 70, 2), mask.Box);
        Assert.Equal(140, mask.Area);
    }

    private static (byte[] Map, Mask Mask) RandomMask(Random random, int width, int height)
    {
        var map = new byte[width * height];
        double density = random.NextDouble();
        int left = random.Next(width), top = random.Next(height);
        for (int y = top; y < height; y++)
        {
            for (int x = left; x < width; x++)
            {
                map[(y * width) + x] = random.NextDouble() < density ? (byte)255 : (byte)0;
            }
        }

        return (map, Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width));
    }
}
