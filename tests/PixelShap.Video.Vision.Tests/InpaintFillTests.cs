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
            var masker = new Masker(masks.Select(box => Mask.FromBox(100, 100, box)), MaskingRegion.Precise, new InpaintFill());
            HiddenRegion hidden = masker.Hide(Coalition.Empty);
            BgrImage other = Clone(image);
            foreach (MaskRun run in hidden.Pixels.Runs)
            {
                other.Row(run.Y).Slice(3 * run.X, 3 * run.Length).Fill(77);
            }

            BgrImage result = Render(masker, image), second = Render(masker, other);
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

    private static BgrImage Render(Masker masker, BgrImage image)
    {
        BgrImage result = TestImages.Blank(image.Width, image.Height);
        masker.Render(image, Coalition.Empty, result);
        return result;
    }

    private static BgrImage Clone(BgrImage image) => new(image.Pixels.ToArray(), image.Width, image.Height, image.Stride);
}
