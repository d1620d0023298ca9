using System.Runtime.InteropServices;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Labels;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Rendering;

/// <summary>
/// Draws the heat map of an attribution: the picture pale and dark, its objects tinted by importance and labelled, and below it the
/// question, the answer and the legend.
/// </summary>
public static class HeatMap
{
    private const int MostAnswerLines = 8;

    // More would cover what they speak of; the most important ones get theirs.
    private const int MostLabels = 20;

    // How much of the surroundings' colour goes, and how much of their light stays.
    private const double Grey = 0.6, Light = 0.72;

    /// <summary>Draws the heat map.</summary>
    /// <param name="image">The picture, of the size of the masks.</param>
    /// <param name="attribution">What its answer rested on.</param>
    /// <param name="objects">The objects by their number in the picture, which is their track.</param>
    /// <param name="layout">Where the picture and the panel below it lie in the result.</param>
    /// <returns>The drawn picture with packed rows.</returns>
    /// <exception cref="PixelShapException">Cairo, Pango or every font is missing on this machine.</exception>
    public static BgrImage Draw(BgrImage image, KeyframeAttribution attribution, IReadOnlyList<TrackedObject> objects, out SceneLayout layout)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        var options = new SceneRendererOptions { MaximumLabels = MostLabels, LabelEverything = true };
        using var typesetter = new Typesetter(options.FontFamilies);
        using var texts = new TextCache(typesetter);
        Scene scene = SceneOf(attribution, objects);
        layout = LayoutFor(image, scene, typesetter);
        ImportanceColours colours = ColoursOf(attribution);
        var pixels = new byte[layout.Width * layout.Height * 4];
        MemoryMarshal.Cast<byte, uint>(pixels.AsSpan()).Fill(options.Theme.Background.Pixel);
        var layer = new ObjectLayer(layout, options.Theme);
        var view = new PictureView(pixels, layout.Width, layout.Picture);
        CopyPicture(image, view, scene.Objects);
        layer.Paint(view, scene, colours);

        using (var canvas = new Canvas(pixels, layout.Width, layout.Height))
        {
            layer.DrawBoxes(canvas, scene, colours);
            new LabelLayer(layout, options, texts, new TrackColours()).Draw(canvas, scene, colours, []);
            canvas.FillRectangle(0, layout.Panel.Y, layout.Width, layout.Hairline, options.Theme.Grid);
            CaptionPanel.Draw(canvas, layout.Caption, layout, options.Theme, typesetter, scene);
            LegendPanel.Draw(canvas, layout.Legend, layout, options.Theme, texts, colours, withKey: false);
        }

        return ToBgr(pixels, layout.Width, layout.Height);
    }

    /// <summary>The colours of an attribution: the strongest belongs to the largest |φ| that an object is drawn with, rounded up.</summary>
    public static ImportanceColours ColoursOf(KeyframeAttribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        IEnumerable<double> amounts = attribution.Players.Select(player => Math.Abs(player.Value) / player.TrackIds.Count)
            .Concat(attribution.Verdict.Regions.Select(region => region.Value));
        return new ImportanceColours(ImportanceColours.RoundRange(amounts.Where(double.IsFinite).DefaultIfEmpty().Max()));
    }

    private static Scene SceneOf(KeyframeAttribution attribution, IReadOnlyList<TrackedObject> objects)
    {
        Dictionary<int, TrackedObject> byNumber = objects.ToDictionary(item => item.TrackId);
        return new Scene
        {
            TimeSeconds = 0,
            Prompt = attribution.Prompt,
            Answer = attribution.Answer.Length > 0 ? attribution.Answer : "(empty)",
            Model = attribution.Model,
            Verdict = attribution.Verdict.Sentence,
            IsKeyframe = true,
            Objects =
            [
                .. attribution.Players.OrderByDescending(player => player.Value)
                    .SelectMany(player => player.TrackIds.Select(number => Show(byNumber[number], player))),
                .. attribution.Verdict.Regions.Select(SceneObject.Of),
            ],
        };
    }

    private static SceneObject Show(TrackedObject item, PlayerValue player) => new(
        item.TrackId,
        item.Detection.ClassName,
        item.Detection.Box,
        item.Detection.Mask,
        new ImportanceSample(player.Value / player.TrackIds.Count, player.StandardError * player.StandardError, SampleKind.Observed));

    /// <summary>The panel is as high as the words need.</summary>
    private static SceneLayout LayoutFor(BgrImage image, Scene scene, Typesetter typesetter)
    {
        SceneLayout most = SceneLayout.ForStill(image.Width, image.Height, MostAnswerLines);
        using TextBlock prompt = typesetter.Set([new TextSpan($"Q  {scene.Prompt}")], most.FontSize, FontWeight.Regular, most.Caption.Width, lines: 2);
        using TextBlock answer = typesetter.Set(
            [new TextSpan($"A  {scene.Model}:  {scene.Answer}")], most.FontSize, FontWeight.Medium, most.Caption.Width, MostAnswerLines);
        return SceneLayout.ForStill(image.Width, image.Height, Math.Max(2, answer.Lines + prompt.Lines - 1) + (scene.Verdict.Length > 0 ? 1 : 0));
    }

    private static void CopyPicture(BgrImage image, PictureView view, IReadOnlyList<SceneObject> objects)
    {
        var isObject = new byte[image.Width * image.Height];
        foreach (SceneObject item in objects)
        {
            Mask mask = item.Mask ?? Mask.FromBox(image.Width, image.Height, item.Box.ToPixels(image.Width, image.Height));
            mask.Paint(isObject, image.Width, 1);
        }

        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Row(y), mark = isObject.AsSpan(y * image.Width, image.Width);
            Span<uint> target = view.Row(y);
            for (int x = 0; x < target.Length; x++)
            {
                byte blue = source[3 * x], green = source[(3 * x) + 1], red = source[(3 * x) + 2];
                target[x] = mark[x] != 0 ? 0xFF000000u | (uint)red << 16 | (uint)green << 8 | blue : Subdued(blue, green, red);
            }
        }
    }

    private static uint Subdued(byte blue, byte green, byte red)
    {
        double grey = (0.114 * blue) + (0.587 * green) + (0.299 * red);
        return 0xFF000000u | Channel(red) << 16 | Channel(green) << 8 | Channel(blue);

        uint Channel(byte value) => (uint)(((value * (1 - Grey)) + (grey * Grey)) * Light);
    }

    private static BgrImage ToBgr(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var packed = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            pixels.Slice(4 * i, 3).CopyTo(packed.AsSpan(3 * i, 3));
        }

        return new BgrImage(packed, width, height, width * 3);
    }
}
