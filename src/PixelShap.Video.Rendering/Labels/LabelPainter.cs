using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>Measures and draws labels: a dark pill with the track's marker, class and id, and φ in the colour of its importance.</summary>
internal sealed class LabelPainter(SceneLayout layout, SceneTheme theme, TextCache texts, TrackColours markers)
{
    private double Size => layout.LabelSize;

    private double PaddingX => Math.Round(Size * 0.5);

    private double PaddingY => Math.Round(Size * 0.14);

    private double Gap => Size * 0.42;

    /// <summary>The size of the label in pixels.</summary>
    internal (int Width, int Height) Measure(SceneObject item)
    {
        TextBlock name = Name(item);
        double width = (2 * PaddingX) + name.Width + (markers[item.TrackId] is null ? 0 : (Size * 0.62) + Gap);
        if (Value(item) is { } value)
        {
            width += Gap + value.Width;
        }

        return ((int)Math.Ceiling(width), (int)Math.Ceiling(name.Height + (2 * PaddingY)));
    }

    /// <summary>Draws the line from a label to the near side of its object, so that large objects are not crossed.</summary>
    internal void DrawLeader(Canvas canvas, PixelBox box, BoundingBox target, Rgb colour)
    {
        PixelBox picture = layout.Picture;
        double x = Inside(box.X + (box.Width / 2.0), Math.Max(target.Left, picture.X), Math.Min(target.Right, picture.Right));
        double y = Inside(box.Y + (box.Height / 2.0), Math.Max(target.Top, picture.Y), Math.Min(target.Bottom, picture.Bottom));
        Point[] line = [new(Math.Clamp(x, box.X + 2, box.Right - 2), Math.Clamp(y, box.Y, box.Bottom)), new(x, y)];
        canvas.StrokePath(line, theme.Label, layout.Hairline * 2.6, 0.55);
        canvas.StrokePath(line, colour, layout.Hairline * 1.1, 0.95);
        canvas.FillCircle(x, y, layout.Hairline * 2.4, theme.Label, 0.55);
        canvas.FillCircle(x, y, layout.Hairline * 1.7, colour);

        double Inside(double from, double low, double high)
        {
            double inset = Math.Min(layout.FontSize * 0.5, (high - low) / 2);
            return high < low ? (low + high) / 2 : Math.Clamp(from, low + inset, high - inset);
        }
    }

    /// <summary>Draws the label into <paramref name="box"/>.</summary>
    internal void Draw(Canvas canvas, PixelBox box, SceneObject item, Rgb valueColour, double emphasis)
    {
        canvas.FillRounded(box.X, box.Y, box.Width, box.Height, box.Height * 0.28, theme.Label, 0.66 + (0.18 * emphasis));
        double x = box.X + PaddingX;
        if (markers[item.TrackId] is { } marker)
        {
            double size = Size * 0.62;
            Markers.Draw(canvas, marker, x + (size / 2), box.Y + (box.Height / 2.0), size);
            x += size + Gap;
        }

        TextBlock name = Name(item);
        canvas.DrawText(name, Math.Round(x), box.Y + PaddingY, theme.Text, 0.82 + (0.18 * emphasis));
        if (Value(item) is { } value)
        {
            canvas.DrawText(value, Math.Round(box.Right - PaddingX - value.Width), box.Y + PaddingY, valueColour);
        }
    }

    private TextBlock Name(SceneObject item) => texts.Get(item.Name, Size, FontWeight.Medium, Size * 14);

    /// <summary>φ; nothing for an object that no keyframe has valued.</summary>
    private TextBlock? Value(SceneObject item) =>
        item.Importance.Kind != SampleKind.None
            ? texts.Get(ImportanceColours.Format(item.Importance), Size, FontWeight.SemiBold)
            : null;
}
