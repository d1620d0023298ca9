using PixelShap.Masking;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>Marks a keyframe on the picture: corner brackets and a small tag, which fade slowly enough for eyes to catch them.</summary>
internal sealed class KeyframeMark(SceneLayout layout, SceneRendererOptions options, TextCache texts)
{
    private double _keyframeSeconds = double.NaN;

    /// <summary>Where the tag is, while it is; no label may cover it.</summary>
    internal IReadOnlyList<PixelBox> Obstacles { get; private set; } = [];

    /// <summary>Draws the mark if the scene is a keyframe or follows one closely.</summary>
    internal void Draw(Canvas canvas, Scene scene)
    {
        if (scene.IsKeyframe || scene.TimeSeconds < _keyframeSeconds)
        {
            _keyframeSeconds = scene.IsKeyframe ? scene.TimeSeconds : double.NaN;
        }

        double age = (scene.TimeSeconds - _keyframeSeconds) / Math.Max(1e-3, options.KeyframeMarkDuration.TotalSeconds);
        if (!(age < 1) && !scene.IsHeld)
        {
            Obstacles = [];
            return;
        }

        double opacity = scene.IsHeld || age < 0.5 ? 1 : 2 * (1 - age);
        DrawBrackets(canvas, opacity);
        DrawTag(canvas, scene.IsHeld ? "DECISIVE MOMENT" : "ASKED HERE", opacity);
    }

    private void DrawBrackets(Canvas canvas, double opacity)
    {
        PixelBox picture = layout.Picture;
        double inset = Math.Round(layout.FontSize * 0.6);
        double arm = Math.Min(layout.FontSize * 1.5, Math.Min(picture.Width, picture.Height) / 6.0);
        foreach ((double x, double y, int sx, int sy) in ((double, double, int, int)[])
            [(picture.X + inset, picture.Y + inset, 1, 1), (picture.Right - inset, picture.Y + inset, -1, 1),
             (picture.X + inset, picture.Bottom - inset, 1, -1), (picture.Right - inset, picture.Bottom - inset, -1, -1)])
        {
            Point[] corner = [new(x, y + (sy * arm)), new(x, y), new(x + (sx * arm), y)];
            canvas.StrokePath(corner, options.Theme.Label, layout.Hairline * 3.2, 0.4 * opacity);
            canvas.StrokePath(corner, options.Theme.Accent, layout.Hairline * 1.6, opacity);
        }
    }

    private void DrawTag(Canvas canvas, string words, double opacity)
    {
        TextBlock text = texts.Get(words, layout.SmallSize, FontWeight.SemiBold);
        double sign = layout.SmallSize * 0.7, padding = Math.Round(layout.SmallSize * 0.5);
        int width = (int)Math.Ceiling(text.Width + (sign * 1.5) + (2 * padding)), height = (int)Math.Ceiling(text.Height + (padding * 0.4));
        int inset = (int)Math.Round(layout.FontSize * 1.25);
        var box = new PixelBox(layout.Picture.X + inset, layout.Picture.Y + inset, width, height);
        if (width + (2 * inset) > layout.Picture.Width || height + (2 * inset) > layout.Picture.Height)
        {
            Obstacles = [];
            return;
        }

        Obstacles = [box];
        canvas.FillRounded(box.X, box.Y, box.Width, box.Height, box.Height * 0.28, options.Theme.Accent, 0.94 * opacity);
        Markers.Diamond(canvas, box.X + padding + (sign / 2), box.Y + (box.Height / 2.0), sign, options.Theme.Background, opacity);
        double top = Math.Round(box.Y + ((box.Height - text.Height) / 2));
        canvas.DrawText(text, box.X + padding + (sign * 1.5), top, options.Theme.Background, opacity);
    }
}
