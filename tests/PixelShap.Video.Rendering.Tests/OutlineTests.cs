using System.Runtime.InteropServices;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Overlay;

namespace PixelShap.Video.Rendering.Tests;

public sealed class OutlineTests
{
    private const int Side = 96;

    [Fact]
    public void All_four_sides_of_a_mask_are_drawn_alike_and_neither_its_middle_nor_what_is_far_outside()
    {
        // The square is the same mirrored and turned about a quarter, and so is its outline.
        uint[] pixels = Drawn(new PixelBox(24, 24, 48, 48));
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                Assert.Equal(pixels[(y * Side) + x], pixels[(x * Side) + y]);
                Assert.Equal(pixels[(y * Side) + x], pixels[((Side - 1 - y) * Side) + x]);
            }
        }

        Assert.All(new[] { 0, 47, 15 }, at => Assert.Equal(Ground, pixels[(at * Side) + 47]));

        // The line lies just inside, the seam, which is dark, just outside.
        Rgb line = Red, inside = Colour(pixels[(24 * Side) + 47]), outside = Colour(pixels[(23 * Side) + 47]);
        Assert.True(inside.Red > 200 && inside.Green < 120, $"{inside} is not near {line}");
        Assert.True(outside.Red < 200 && outside.Green < 200, $"{outside} is not dark");
    }

    private static readonly Rgb Red = new(255, 0, 0);

    private static uint Ground => new Rgb(220, 220, 220).Pixel;

    private static Rgb Colour(uint pixel) => Rgb.FromHex((int)(pixel & 0xFFFFFF));

    private static uint[] Drawn(PixelBox box)
    {
        var pixels = new uint[Side * Side];
        Array.Fill(pixels, Ground);
        new Outline().Draw(
            new PictureView(MemoryMarshal.AsBytes(pixels.AsSpan()), Side, new PixelBox(0, 0, Side, Side)), Mask.FromBox(Side, Side, box), Red, width: 3, opacity: 1);
        return pixels;
    }
}
