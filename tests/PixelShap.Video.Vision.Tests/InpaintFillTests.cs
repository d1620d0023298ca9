using FsCheck;
using FsCheck.Fluent;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Tests;

public sealed class InpaintFillTests
{
    [Fact]
    public void Only_hidden_pixels_change_and_none_of_them_depends_on_what_was_hidden() => Prop.ForAll(
        Gen.Choose(0, 90).Two().ToArbitrary(), Gen.Choose(1, 80).Two().ToArbitrary(), Gen.Choose(0, 10000).ToArbitrary(), (corner, size, seed) =>
        {
            BgrImage image = TestImages.Noise(seed, 100, 100, extraStride: seed % 5);
            var masks = new[] { new PixelBox(corner.Item1, corner.Item2, size.Item1, size.Item2), new PixelBox(3, 70, 30, 20) };
            Masker New() => new(masks.Select(box => Mask.FromBox(100, 100, box)), MaskingRegion.Precise, new InpaintFill());
            HiddenRegion hidden = New().Hide(Coalition.Empty);
            BgrImage other = Clone(image);
            foreach (MaskRun run in hidden.Pixels.Runs)
            {
                other.Row(run.Y).Slice(3 * run.X, 3 * run.Length).Fill(77);
            }

            BgrImage result = Render(New(), image), second = Render(New(), other);
            return Enumerable.Range(0, 100).All(y => result.Row(y).SequenceEqual(second.Row(y)) && Enumerable.Range(0, 100).All(x =>
                hidden.Pixels[x, y] || result.Row(y).Slice(3 * x, 3).SequenceEqual(image.Row(y).Slice(3 * x, 3))));
        }).Check(TestImages.Reproducible.WithMaxTest(60));

    [Fact]
    public void A_square_on_a_slope_disappears()
    {
        BgrImage slope = TestImages.Blank(160, 120);
        for (int y = 0; y < 120; y++)
        {
            for (int x = 0; x < 160; x++)
            {
                slope.Row(y).Slice(3 * x, 3).Fill((byte)(x + (y / 2)));
            }
        }

        BgrImage image = Clone(slope);
        var box = new PixelBox(70, 50, 16, 16);
        for (int y = box.Y; y < box.Bottom; y++)
        {
            image.Row(y).Slice(3 * box.X, 3 * box.Width).Fill(255);
        }

        BgrImage filled = Render(new Masker([Mask.FromBox(160, 120, box)], MaskingRegion.Bbox, new InpaintFill()), image);
        double error = Enumerable.Range(0, slope.Pixels.Length).Max(i => Math.Abs(slope.Pixels.Span[i] - filled.Pixels.Span[i]));
        Assert.InRange(error, 0, 24);
    }

    [Fact]
    public void Where_everything_is_hidden_nothing_is_left()
    {
        BgrImage image = TestImages.Noise(4, 64, 48);
        BgrImage filled = Render(new Masker([Mask.FromBox(64, 48, new PixelBox(0, 0, 64, 48))], MaskingRegion.Bbox, new InpaintFill()), image);
        Assert.All(filled.Pixels.ToArray(), value => Assert.Equal(0, value));
    }

    /// <summary>Islands are known by what is in them: coalitions, pictures and masks may follow each other in any order, from any number of threads.</summary>
    [Fact]
    public void What_was_filled_before_is_filled_as_if_it_were_the_first()
    {
        BgrImage[] images = [TestImages.Noise(1, 200, 120), TestImages.Noise(2, 200, 120)];
        PixelBox[] boxes = [new(10, 10, 20, 30), new(80, 20, 25, 25), new(100, 40, 30, 30), new(160, 70, 20, 40)];
        Masker New(IFill fill, MaskingRegion region, bool isWhole) =>
            new(boxes.Select(box => isWhole ? Mask.FromBox(200, 120, box) : Mask.FromBox(200, 120, box with { Width = box.Width - 4 })), region, fill);
        var fill = new InpaintFill();
        Masker[] kept = [New(fill, MaskingRegion.Precise, true), New(fill, MaskingRegion.Precise, false)];
        var random = new Random(3);
        (int Image, int Mask, ulong Visible)[] asked = [.. Enumerable.Range(0, 120).Select(_ => (random.Next(2), random.Next(2), (ulong)random.Next(15)))];

        Parallel.ForEach(asked, one =>
        {
            BgrImage actual = TestImages.Blank(200, 120), expected = TestImages.Blank(200, 120);
            kept[one.Mask].Render(images[one.Image], new Coalition(one.Visible), actual);
            New(new InpaintFill(), MaskingRegion.Precise, one.Mask == 0).Render(images[one.Image], new Coalition(one.Visible), expected);
            Assert.True(expected.Pixels.Span.SequenceEqual(actual.Pixels.Span), $"{one}");
        });
    }

    private static BgrImage Render(Masker masker, BgrImage image)
    {
        BgrImage result = TestImages.Blank(image.Width, image.Height);
        masker.Render(image, Coalition.Empty, result);
        return result;
    }

    private static BgrImage Clone(BgrImage image) => new(image.Pixels.ToArray(), image.Width, image.Height, image.Stride);
}
