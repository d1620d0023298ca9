using PixelShap.Masking;
using PixelShap.Video.Events;
using PixelShap.Video.Vision.Motion;

namespace PixelShap.Video.Vision.Tests.Motion;

/// <summary>Pictures of a wall of blots that is shifted, turned and enlarged by known amounts.</summary>
public sealed class PictureSenseTests
{
    private const int Width = 320, Height = 180;
    private const double Step = 1.0 / 25;

    private static readonly Dictionary<int, (double Across, double Down, double Phase)[]> s_waves = [];

    [Theory]
    [InlineData(0.03, -0.02, 0, 0)]
    [InlineData(0, 0, 0.02, 0)]
    [InlineData(0, 0, 0, 0.03)]
    [InlineData(-0.1, 0.06, 0, 0)]
    public void A_known_motion_is_measured(double x, double y, double growth, double turn)
    {
        var sense = new OpticalPictureSense();
        sense.Next(Wall(0, 0, 0, 0), 0);

        PictureSignals seen = sense.Next(Wall(x, y, growth, turn), Step);

        Assert.Equal(x, seen.ShiftX, 0.006);
        Assert.Equal(y, seen.ShiftY, 0.006);
        Assert.Equal(growth, seen.Growth, 0.004);
        Assert.Equal(turn, seen.Turn, 0.004);
        Assert.True(seen.Likeness > 0.7, $"{seen.Likeness}");
        Assert.True(seen.Unrest < 0.15, $"{seen.Unrest}");
        Assert.True(seen.Unchanged < 0.3, $"{seen.Unchanged}");
    }

    [Fact]
    public void A_camera_that_stands_sees_what_passes_and_does_not_move()
    {
        var sense = new OpticalPictureSense();
        PictureSignals seen = new();
        for (int i = 0; i < 10; i++)
        {
            seen = sense.Next(Wall(0, 0, 0, 0, box: (40 + (i * 8), 60, 90, 70, Salt: 9)), Step);
        }

        Assert.Equal(0, seen.ShiftX, 0.002);
        Assert.Equal(0, seen.Growth, 0.002);
        Assert.True(seen.Unchanged > 0.4, $"{seen.Unchanged}");
        Assert.True(seen.Unrest > 0.05, $"{seen.Unrest}");
    }

    [Fact]
    public void What_comes_straight_on_looms_and_what_shrinks_does_not()
    {
        Assert.True(Looming(+0.12) > 2.0, $"{Looming(+0.12)}");
        Assert.True(Looming(-0.12) < 0.5, $"{Looming(-0.12)}");

        // A board of half the height before a standing wall, then larger by so much a picture.
        static double Looming(double rate)
        {
            var sense = new OpticalPictureSense();
            double size = 80;
            PictureSignals seen = new();
            for (int i = 0; i < 30; i++)
            {
                seen = sense.Next(Wall(0, 0, 0, 0, (160 - (size / 2), 90 - (size / 2), size, size, Salt: 4)), Step);
                size *= i >= 26 ? Math.Exp(rate) : 1;
            }

            return seen.Looming;
        }
    }

    [Fact]
    public void Another_scene_is_not_like_the_one_before_and_an_empty_picture_shows_nothing()
    {
        var sense = new OpticalPictureSense();
        PictureSignals first = sense.Next(Wall(0, 0, 0, 0), 0);
        PictureSignals other = sense.Next(Wall(0, 0, 0, 0, salt: 77), Step);
        PictureSignals empty = sense.Next(new BgrImage(new byte[Width * Height * 3], Width, Height, Width * 3), Step);

        Assert.Equal(1, first.Likeness);
        Assert.True(other.Likeness < 0.4, $"{other.Likeness}");
        Assert.Equal((0f, 0f), (empty.Detail, empty.Brightness));
        Assert.True(first.Detail > 0.02);
    }

    [Fact]
    public void Flames_are_counted_by_their_colour()
    {
        var pixels = new byte[Width * Height * 3];
        for (int i = 0; i < pixels.Length / 4; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (40, 140, 250);
        }

        Assert.Equal(0.25, new OpticalPictureSense().Next(new BgrImage(pixels, Width, Height, Width * 3), 0).Flames, 0.02);
    }

    /// <summary>The wall as a camera sees it that has moved so that the picture is shifted (in heights), grown (logarithm) and turned (radians), and a board before it in pixels.</summary>
    private static BgrImage Wall(double x, double y, double growth, double turn, (double Left, double Top, double Wide, double High, int Salt)? box = null, int salt = 1)
    {
        var pixels = new byte[Width * Height * 3];
        double factor = Math.Exp(growth), cos = Math.Cos(turn), sin = Math.Sin(turn);
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                double u = (column + 0.5 - (Width / 2.0)) / Height, v = (row + 0.5 - (Height / 2.0)) / Height;
                (double a, double b) = ((u - x) / factor, (v - y) / factor);
                double value = box is { } board && column >= board.Left && column < board.Left + board.Wide && row >= board.Top && row < board.Top + board.High
                    ? Blots((column - board.Left) / board.Wide, (row - board.Top) / board.High, board.Salt)
                    : Blots((cos * a) + (sin * b), (cos * b) - (sin * a), salt);
                int at = ((row * Width) + column) * 3;
                pixels[at] = pixels[at + 1] = pixels[at + 2] = (byte)Math.Clamp(128 + (90 * value), 0, 255);
            }
        }

        return new BgrImage(pixels, Width, Height, Width * 3);
    }

    /// <summary>A smooth pattern without repetition: waves of many directions, −1 to 1.</summary>
    private static double Blots(double x, double y, int salt)
    {
        double sum = 0;
        foreach ((double across, double down, double phase) in Waves(salt))
        {
            sum += Math.Sin((x * across) + (y * down) + phase);
        }

        return sum / 5;
    }

    private static (double Across, double Down, double Phase)[] Waves(int salt)
    {
        if (!s_waves.TryGetValue(salt, out (double Across, double Down, double Phase)[]? waves))
        {
            var random = new Random(salt);
            s_waves[salt] = waves =
            [
                .. Enumerable.Range(0, 12).Select(_ =>
                {
                    double angle = 2 * Math.PI * random.NextDouble(), rate = 2 * Math.PI / (0.1 + (0.25 * random.NextDouble()));
                    return (rate * Math.Cos(angle), rate * Math.Sin(angle), 2 * Math.PI * random.NextDouble());
                }),
            ];
        }

        return waves;
    }
}
