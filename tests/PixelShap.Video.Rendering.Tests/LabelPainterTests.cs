using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Labels;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Tests;

public sealed class LabelPainterTests
{
    [Fact]
    public void A_label_has_as_much_room_to_the_right_of_its_words_as_to_the_left()
    {
        SceneLayout layout = SceneLayout.For(640, 360);
        using var typesetter = new Typesetter(new SceneRendererOptions().FontFamilies);
        using var texts = new TextCache(typesetter);
        var painter = new LabelPainter(layout, SceneTheme.Dark, texts, new TrackColours());
        var item = new SceneObject(1, "HHHHHHHH", new BoundingBox(0, 0, 10, 10), null, new ImportanceSample(0, double.PositiveInfinity, SampleKind.None));
        (int width, int height) = painter.Measure(item);
        var pixels = new byte[width * height * 4];
        using (var canvas = new Canvas(pixels, width, height))
        {
            painter.Draw(canvas, new PixelBox(0, 0, width, height), item, SceneTheme.Dark.Text, 1);
        }

        int[] bright = [.. Enumerable.Range(0, width).Where(x => Enumerable.Range(0, height).Any(y => pixels[(((y * width) + x) * 4) + 1] > 150))];
        Assert.NotEmpty(bright);
        Assert.InRange(bright[0] - (width - 1 - bright[^1]), -3, 3);
    }
}
