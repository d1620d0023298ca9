using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Rendering.Tests;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Tests.Reports;

/// <summary>Outlines enclose what they outline.</summary>
public sealed partial class MaskOutlineTests
{
    [Fact]
    public void The_edges_of_any_mask_enclose_its_pixels_and_nothing_else() => Prop.ForAll(Masks, mask =>
    {
        List<(int X, int Y)>[] loops = [.. MaskOutline.Loops(mask)];
        for (int y = -1; y <= mask.ImageHeight; y++)
        {
            for (int x = -1; x <= mask.ImageWidth; x++)
            {
                Assert.Equal(mask[x, y], loops.Count(loop => Encloses(loop, x + 0.5, y + 0.5)) % 2 == 1);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(640, 360)]
    [InlineData(1920, 1080)]
    public void An_outline_has_few_points_and_stays_close(int width, int height)
    {
        var box = new BoundingBox(width * 0.2f, height * 0.3f, width * 0.6f, height * 0.9f);
        Mask mask = Pictures.EllipseMask(width, height, box);
        List<(int X, int Y)>[] loops = Points(MaskOutline.PathOf(new Detection(0, "car", 1, box, mask), width));
        List<(int X, int Y)> loop = Assert.Single(loops);
        Assert.InRange(loop.Count, 8, 60);
        int wrong = 0;
        for (int y = 0; y < height; y += 3)
        {
            for (int x = 0; x < width; x += 3)
            {
                wrong += mask[x, y] == Encloses(loop, x + 0.5, y + 0.5) ? 0 : 9;
            }
        }

        Assert.InRange(wrong, 0, 0.02 * mask.Area);
    }

    [Fact]
    public void Speckles_are_left_out_and_what_has_no_mask_is_a_box()
    {
        var map = new byte[100 * 100];
        for (int y = 20; y < 80; y++)
        {
            map.AsSpan((y * 100) + 10, 50).Fill(1);
        }

        map[(5 * 100) + 90] = 1;
        Mask mask = Mask.FromBytes(100, 100, new PixelBox(0, 0, 100, 100), map, 100);
        Assert.Equal("M60 20l0 60-50 0 0-60z", MaskOutline.PathOf(new Detection(0, "car", 1, default, mask), 100));
        Assert.Equal("M1 2h10v20h-10z", MaskOutline.PathOf(new Detection(0, "car", 1, new BoundingBox(1, 2, 11, 22), null), 100));
    }

    private static Arbitrary<Mask> Masks => Arb.From(
        from width in Gen.Choose(1, 12)
        from height in Gen.Choose(1, 12)
        from pixels in Gen.ArrayOf(Gen.Choose(0, 1), width * height)
        select Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), [.. pixels.Select(pixel => (byte)pixel)], width));

    /// <summary>The even-odd rule: how often a ray to the right crosses the loop.</summary>
    private static bool Encloses(List<(int X, int Y)> loop, double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < loop.Count; i++)
        {
            ((int ax, int ay), (int bx, int by)) = (loop[i], loop[(i + 1) % loop.Count]);
            inside ^= ay > y != by > y && x < ax + ((y - ay) / (by - ay) * (bx - ax));
        }

        return inside;
    }

    private static List<(int X, int Y)>[] Points(string path) =>
    [
        .. path.Split('z', StringSplitOptions.RemoveEmptyEntries).Select(loop =>
        {
            int[] numbers = [.. Number().Matches(loop).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
            (int x, int y) = (numbers[0], numbers[1]);
            List<(int X, int Y)> points = [(x, y)];
            for (int i = 2; i < numbers.Length; i += 2)
            {
                (x, y) = (x + numbers[i], y + numbers[i + 1]);
                points.Add((x, y));
            }

            return points;
        }),
    ];

    [GeneratedRegex(@"-?\d+")]
    private static partial Regex Number();
}
