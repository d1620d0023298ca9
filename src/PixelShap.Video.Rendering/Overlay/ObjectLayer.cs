using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>Tints and outlines the objects, the least important first, so that what matters lies on top.</summary>
internal sealed class ObjectLayer(SceneLayout layout, SceneTheme theme)
{
    private const double BoxOpacity = 0.45;

    private readonly Outline _outline = new();

    /// <summary>The colour of an object's outline: neutral until a keyframe has valued it.</summary>
    internal static Rgb OutlineColour(SceneObject item, ImportanceColours colours, SceneTheme theme)
    {
        // Close to zero the hue means nothing yet: the line starts neutral and takes on the colour with the first tenth of the range.
        return theme.Unvalued.Mix(colours.Colour(item.Importance.Mean), Math.Min(1, Strength(item, colours) / 0.1));
    }

    /// <summary>Tints and outlines the pixels of all objects that have a mask, and tints the boxes of those that have none.</summary>
    internal void Paint(PictureView picture, Scene scene, ImportanceColours colours)
    {
        Span<uint> shades = stackalloc uint[256];
        foreach (SceneObject item in InOrder(scene, colours))
        {
            double strength = Strength(item, colours);
            double importance = item.Importance.Mean;
            double share = item.Importance.Kind == SampleKind.None ? 0 : item.Mask is null ? BoxOpacity : 1;
            double opacity = share * colours.Opacity(importance);
            var tint = new Tint(colours.Colour(importance), colours.Shadow(importance), opacity, shades);
            if (item.Mask is { } mask)
            {
                tint.Paint(picture, mask);
                _outline.Draw(picture, mask, OutlineColour(item, colours, theme), LineWidth(strength), LineOpacity(strength));
            }
            else
            {
                tint.Paint(picture, item.Box.ToPixels(picture.Width, picture.Height));
            }
        }
    }

    /// <summary>Draws the boxes of the objects that have no mask.</summary>
    internal void DrawBoxes(Canvas canvas, Scene scene, ImportanceColours colours)
    {
        PixelBox picture = layout.Picture;
        canvas.BeginClip(picture.X, picture.Y, picture.Width, picture.Height);
        foreach (SceneObject item in InOrder(scene, colours).Where(item => item.Mask is null))
        {
            double strength = Strength(item, colours), width = LineWidth(strength), radius = layout.Hairline * 3;
            double x = picture.X + item.Box.Left, y = picture.Y + item.Box.Top, w = item.Box.Width, h = item.Box.Height;
            canvas.StrokeRounded(x, y, w, h, radius, theme.Label, width + 2, 0.35);
            canvas.StrokeRounded(x, y, w, h, radius, OutlineColour(item, colours, theme), width, LineOpacity(strength));
        }

        canvas.EndClip();
    }

    private static IEnumerable<SceneObject> InOrder(Scene scene, ImportanceColours colours) =>
        scene.Objects.OrderBy(item => Strength(item, colours)).ThenByDescending(item => item.Box.Area).ThenBy(item => item.TrackId);

    private static double Strength(SceneObject item, ImportanceColours colours) =>
        item.Importance.Kind == SampleKind.None ? 0 : colours.Strength(item.Importance.Mean);

    private double LineWidth(double strength) => layout.Hairline * (1.0 + (0.9 * strength));

    private static double LineOpacity(double strength) => 0.62 + (0.38 * Math.Min(1, strength * 2));
}
