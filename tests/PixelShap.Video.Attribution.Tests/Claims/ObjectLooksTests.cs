using PixelShap.Masking;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests.Claims;

public sealed class ObjectLooksTests
{
    private const int Width = 160, Height = 90;

    /// <summary>The same paint under white, red and blue light, on a grey street that the light falls on, too.</summary>
    [Theory]
    [InlineData(200, 40, 40, PaintColours.Red, PaintColours.Green | PaintColours.Blue | PaintColours.Yellow | PaintColours.White | PaintColours.Black)]
    [InlineData(60, 120, 60, PaintColours.Green, PaintColours.Red | PaintColours.Yellow | PaintColours.White)]
    [InlineData(50, 80, 160, PaintColours.Blue, PaintColours.Red | PaintColours.Yellow | PaintColours.White)]
    [InlineData(220, 190, 30, PaintColours.Yellow, PaintColours.Red | PaintColours.Blue | PaintColours.White)]
    [InlineData(230, 230, 230, PaintColours.White, PaintColours.Red | PaintColours.Green | PaintColours.Blue | PaintColours.Yellow | PaintColours.Black)]
    [InlineData(14, 14, 14, PaintColours.Black, PaintColours.Red | PaintColours.Green | PaintColours.Blue | PaintColours.Yellow | PaintColours.White)]
    public void A_paint_keeps_its_name_under_any_light(int red, int green, int blue, PaintColours is_, PaintColours isNot)
    {
        foreach ((double lightRed, double lightBlue) in ((double, double)[])[(1, 1), (1, 0.75), (0.8, 1)])
        {
            PaintColours seen = Look(40, (red * lightRed, green * 0.9, blue * lightBlue), (120 * lightRed, 120 * 0.9, 120 * lightBlue));
            Assert.Equal((is_, PaintColours.None), (seen & is_, seen & isNot));
        }
    }

    [Fact]
    public void Of_a_speck_nobody_can_tell_the_colour() => Assert.Equal(PaintColours.None, Look(10, (200, 30, 30), (120, 120, 120)));

    private static PaintColours Look(int size, (double Red, double Green, double Blue) paint, (double Red, double Green, double Blue) street)
    {
        var image = new BgrImage(new byte[Width * Height * 3], Width, Height, Width * 3);
        var box = new PixelBox(20, 20, size, size);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                // A picture has bright and dark parts.
                bool isThing = x >= box.X && x < box.Right && y >= box.Y && y < box.Bottom;
                (double red, double green, double blue) = isThing ? paint : street;
                double shade = isThing ? 1 : 0.5 + (1.5 * x / Width);
                Span<byte> pixel = image.Row(y).Slice(3 * x, 3);
                (pixel[0], pixel[1], pixel[2]) = ((byte)Math.Min(255, blue * shade), (byte)Math.Min(255, green * shade), (byte)Math.Min(255, red * shade));
            }
        }

        var seen = new Detection(0, "car", 1, new BoundingBox(box.X, box.Y, box.Right, box.Bottom), Mask.FromBox(Width, Height, box));
        return Assert.Single(ObjectLooks.Of(image, [new TrackedObject(1, seen)])).Colours;
    }
}
