using PixelShap.Masking;
using PixelShap.Video.Attribution.Attributes;

namespace PixelShap.Video.Attribution.Tests.Attributes;

/// <summary>How well attributes are found is tested where games with known players are: in the tests of the evaluation.</summary>
public sealed class ObjectLampsTests
{
    private const int Size = 20;

    [Fact]
    public void A_red_spot_on_white_paint_is_a_lamp_and_red_paint_is_none()
    {
        Assert.Empty(ObjectLamps.Find(Painted(90, 90, 90), "car"));
        Assert.Empty(ObjectLamps.Find(Painted(90, 90, 220), "car"));
        ObjectCutout white = Painted(240, 240, 240);
        Assert.Empty(ObjectLamps.Find(white, "car"));
        int[] lamp = [42, 43, 44, 62, 63, 64];
        foreach (int place in lamp)
        {
            (white.Pixels[3 * place], white.Pixels[(3 * place) + 1], white.Pixels[(3 * place) + 2]) = (20, 20, 230);
        }

        Assert.Equal(lamp, ObjectLamps.Find(white, "car").Order());

        // What has no lamps has none that are lit.
        Assert.Empty(ObjectLamps.Find(white, "person"));
    }

    [Fact]
    public void A_lamp_that_is_out_is_dark_and_has_a_rest_of_its_colour()
    {
        ObjectCutout car = Painted(200, 200, 200);
        (car.Pixels[3 * 100], car.Pixels[(3 * 100) + 1], car.Pixels[(3 * 100) + 2]) = (20, 20, 250);
        ObjectCutout dark = Alterations.WithoutLights(car, [100]);
        (byte blue, byte green, byte red) = (dark.Pixels[3 * 100], dark.Pixels[(3 * 100) + 1], dark.Pixels[(3 * 100) + 2]);
        Assert.True(red > green && red < 70, $"{red} {green}");
        Assert.Equal(blue, green);
        Assert.Equal(200, dark.Pixels[0]);
    }

    private static ObjectCutout Painted(byte blue, byte green, byte red) => new(
        new PixelBox(0, 0, Size, Size), [.. Enumerable.Repeat((byte[])[blue, green, red], Size * Size).SelectMany(pixel => pixel)], [.. Enumerable.Repeat(true, Size * Size)]);
}
