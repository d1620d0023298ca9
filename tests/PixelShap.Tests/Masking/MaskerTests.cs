using PixelShap.Games;
using PixelShap.Masking;

namespace PixelShap.Tests.Masking;

public sealed class MaskerTests
{
    private const int Width = 150;
    private const int Height = 40;

    [Theory]
    [InlineData(MaskingRegion.Precise)]
    [InlineData(MaskingRegion.Bbox)]
    [InlineData(MaskingRegion.Bboa)]
    [InlineData(MaskingRegion.Convex)]
    public void Hidden_pixels_agree_with_the_definition_pixel_by_pixel(MaskingRegion region)
    {
        var random = new Random(7);
        for (int round = 0; round < 40; round++)
        {
            Mask[] players = RandomPlayers(random, random.Next(1, 6));
            var masker = new Masker(players, region, ColourFill.Black);
            var visible = new Coalition((ulong)random.Next(1 << players.Length));
            Mask hidden = masker.Hide(visible).Pixels;
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    Assert.True(IsHidden(players, visible, region, x, y) == hidden[x, y], $"{region} round {round} at {x},{y}");
                }
            }
        }
    }

    [Fact]
    public void Bboa_hides_a_hidden_object_wholly_and_leaves_visible_neighbours_alone_outside_it()
    {
        var random = new Random(11);
        for (int round = 0; round < 60; round++)
        {
            Mask[] players = RandomPlayers(random, random.Next(2, 7));
            var masker = new Masker(players, MaskingRegion.Bboa, ColourFill.Black);
            var visible = new Coalition((ulong)random.Next(1 << players.Length));
            BgrImage source = RandomImage(random), image = NewImage();
            masker.Render(source, visible, image);
            Mask[] hidden = [.. players.Where((_, player) => !visible.Contains(player))];
            foreach (MaskRun run in hidden.SelectMany(Runs))
            {
                Assert.True(image.Row(run.Y).Slice(3 * run.X, 3 * run.Length).IndexOfAnyExcept((byte)0) < 0);
            }

            foreach (MaskRun run in players.Where((_, player) => visible.Contains(player)).SelectMany(Runs))
            {
                for (int x = run.X; x < run.X + run.Length; x++)
                {
                    if (!Array.Exists(hidden, mask => mask[x, run.Y]))
                    {
                        Assert.True(source.Row(run.Y).Slice(3 * x, 3).SequenceEqual(image.Row(run.Y).Slice(3 * x, 3)));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("black")]
    [InlineData("mean")]
    [InlineData("blur")]
    public void A_fill_changes_hidden_pixels_only(string fill)
    {
        var random = new Random(3);
        Mask[] players = RandomPlayers(random, 4);
        var masker = new Masker(players, MaskingRegion.Precise, Fills.Create(fill));
        BgrImage source = RandomImage(random), image = NewImage();
        masker.Render(source, new Coalition(0b0101), image);
        Mask hidden = masker.Hide(new Coalition(0b0101)).Pixels;
        int changed = 0;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool same = source.Row(y).Slice(3 * x, 3).SequenceEqual(image.Row(y).Slice(3 * x, 3));
                Assert.True(same || hidden[x, y]);
                changed += same ? 0 : 1;
            }
        }

        Assert.InRange(changed, hidden.Area * 0.9, hidden.Area);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("blur")]
    public void An_object_on_an_even_ground_disappears_under_blur_and_its_colour_does_not_leak(string fill)
    {
        BgrImage source = NewImage(), image = NewImage();
        for (int i = 0; i < source.Pixels.Length; i++)
        {
            source.Pixels.Span[i] = (byte)(40 + (i % 3));
        }

        var mask = Mask.FromBox(Width, Height, new PixelBox(60, 10, 5, 5));
        foreach (MaskRun run in mask.Runs)
        {
            source.Row(run.Y).Slice(3 * run.X, 3 * run.Length).Fill(fill == "blur" ? (byte)250 : (byte)41);
        }

        new Masker([mask], MaskingRegion.Bbox, Fills.Create(fill)).Render(source, Coalition.Empty, image);
        for (int y = 10; y < 15; y++)
        {
            Assert.Equal(new byte[] { 40, 41, 42 }, image.Row(y).Slice(3 * 62, 3).ToArray());
        }
    }

    [Fact]
    public void Everything_hidden_under_blur_gives_the_mean_colour()
    {
        BgrImage source = NewImage(), image = NewImage();
        source.Pixels.Span.Fill(77);
        new Masker([Mask.FromBox(Width, Height, new PixelBox(0, 0, Width, Height))], MaskingRegion.Bbox, new BlurFill())
            .Render(source, Coalition.Empty, image);
        Assert.True(image.Pixels.Span.IndexOfAnyExcept((byte)77) < 0);
    }

    /// <summary>A hill of light in the middle of a picture that is its own mirror image: what is made up for its middle lies no nearer to one side.</summary>
    [Fact]
    public void Blur_takes_neither_side_of_its_surroundings()
    {
        const int Side = 64;
        BgrImage source = Square(), image = Square();
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                byte light = (byte)((3 * Math.Min(x, Side - 1 - x)) + (2 * Math.Min(y, Side - 1 - y)));
                source.Row(y).Slice(3 * x, 3).Fill(light);
            }
        }

        // With its margin the region is the whole picture, so that the scales of the pyramid are symmetric, too.
        new Masker([Mask.FromBox(Side, Side, new PixelBox(16, 16, 32, 32))], MaskingRegion.Bbox, new BlurFill()).Render(source, Coalition.Empty, image);
        for (int y = 16; y < 48; y++)
        {
            for (int x = 16; x < 48; x++)
            {
                int value = image.Row(y)[3 * x];
                Assert.InRange(image.Row(y)[3 * (Side - 1 - x)], value - 1, value + 1);
                Assert.InRange(image.Row(Side - 1 - y)[3 * x], value - 1, value + 1);
            }
        }

        static BgrImage Square() => new(new byte[Side * Side * 3], Side, Side, Side * 3);
    }

    [Fact]
    public void An_empty_mask_and_a_covered_one_give_identical_hidden_pixels()
    {
        var big = Mask.FromBox(Width, Height, new PixelBox(10, 10, 90, 20));
        var small = Mask.FromBox(Width, Height, new PixelBox(20, 12, 5, 5));
        var masker = new Masker([big, small, Mask.Empty(Width, Height)], MaskingRegion.Bbox, ColourFill.Black);
        Assert.True(masker.Hide(new Coalition(0b111)).Pixels.IsEmpty);
        Assert.True(masker.Hide(new Coalition(0b011)).Pixels.IsEmpty);
        Assert.True(masker.Hide(new Coalition(0b110)).Pixels.HasSamePixels(masker.Hide(new Coalition(0b000)).Pixels));
        Assert.False(masker.Hide(new Coalition(0b101)).Pixels.HasSamePixels(masker.Hide(new Coalition(0b100)).Pixels));
    }

    [Fact]
    public void A_group_is_hidden_as_one_player()
    {
        var a = Mask.FromBox(Width, Height, new PixelBox(0, 0, 4, 4));
        var b = Mask.FromBox(Width, Height, new PixelBox(100, 30, 4, 4));
        var masker = new Masker([[a, b]], MaskingRegion.Bboa, ColourFill.Black);
        Assert.Equal(32, masker.Hide(Coalition.Empty).Pixels.Area);
        Assert.Equal(2, masker.Hide(Coalition.Empty).Islands(8).Count);
        Assert.Single(masker.Hide(Coalition.Empty).Islands(60));
    }

    private static bool IsHidden(Mask[] players, Coalition visible, MaskingRegion region, int x, int y)
    {
        bool hidden = false;
        for (int player = 0; player < players.Length; player++)
        {
            if (!visible.Contains(player))
            {
                hidden |= region switch
                {
                    MaskingRegion.Precise => players[player][x, y],
                    MaskingRegion.Convex => InHull(players[player], x, y),
                    MaskingRegion.Bbox => !players[player].Box.Intersect(new PixelBox(x, y, 1, 1)).IsEmpty,
                    _ => players[player][x, y] || (!players[player].Box.Intersect(new PixelBox(x, y, 1, 1)).IsEmpty
                        && !players.Where((mask, other) => visible.Contains(other) && mask[x, y]).Any()),
                };
            }
        }

        return hidden;
    }

    /// <summary>A point is in the hull when no line through it has all mask pixels strictly on one side.</summary>
    private static bool InHull(Mask mask, int x, int y)
    {
        (int X, int Y)[] points = [.. Runs(mask).SelectMany(run => new[] { (run.X - x, run.Y - y), (run.X + run.Length - 1 - x, run.Y - y) })];
        if (points.Contains((0, 0)))
        {
            return true;
        }

        double[] angles = [.. points.Select(point => Math.Atan2(point.Y, point.X)).Order()];
        double widest = angles.Length == 0 ? 7 : angles[0] + (2 * Math.PI) - angles[^1];
        for (int i = 1; i < angles.Length; i++)
        {
            widest = Math.Max(widest, angles[i] - angles[i - 1]);
        }

        return widest <= Math.PI + 1e-9;
    }

    private static IEnumerable<MaskRun> Runs(Mask mask)
    {
        List<MaskRun> runs = [];
        foreach (MaskRun run in mask.Runs)
        {
            runs.Add(run);
        }

        return runs;
    }

    private static Mask[] RandomPlayers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        int width = random.Next(1, 90), height = random.Next(1, 25);
        double density = random.NextDouble();
        var map = new byte[width * height];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = random.NextDouble() < density ? (byte)1 : (byte)0;
        }

        return Mask.FromBytes(Width, Height, new PixelBox(random.Next(Width - width), random.Next(Height - height), width, height), map, width);
    })];

    private static BgrImage NewImage() => new(new byte[Width * Height * 3], Width, Height, Width * 3);

    private static BgrImage RandomImage(Random random)
    {
        BgrImage image = NewImage();
        random.NextBytes(image.Pixels.Span);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels.Span[i] |= 1;
        }

        return image;
    }
}
