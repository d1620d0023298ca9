using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>The legend: the importance colours with numbers, and what the other marks mean.</summary>
internal static class LegendPanel
{
    private const int Stops = 33;

    /// <summary>Draws the legend into <paramref name="box"/>; a still picture has no marks that <paramref name="withKey"/> would explain.</summary>
    internal static void Draw(
        Canvas canvas, PixelBox box, SceneLayout layout, SceneTheme theme, TextCache texts, ImportanceColours colours, bool withKey = true)
    {
        double size = layout.SmallSize, bar = Math.Round(layout.FontSize * 0.6), y = box.Y;
        TextBlock title = texts.Get("Importance for the answer", size, FontWeight.Regular, box.Width);
        canvas.DrawText(title, box.X, y, theme.MutedText);
        bool below = box.Height >= 4 * title.Height;
        if (withKey && !below)
        {
            DrawKey(canvas, box, y, layout, theme, texts, title.Width + layout.FontSize);
        }

        y += Math.Round(title.Height + (layout.FontSize * 0.3));

        Span<Rgb> ramp = stackalloc Rgb[Stops];
        for (int i = 0; i < Stops; i++)
        {
            double importance = colours.Range * ((2.0 * i / (Stops - 1)) - 1);
            ramp[i] = theme.Grid.Mix(colours.Colour(importance), colours.Opacity(importance) / colours.Opacity(colours.Range));
        }

        canvas.FillRamp(box.X, y, box.Width, bar, layout.Hairline * 2, ramp);
        double centre = box.X + (box.Width / 2.0);
        canvas.FillRectangle(Math.Round(centre - (layout.Hairline / 2)), y, layout.Hairline, bar, theme.Background);
        y += bar + Math.Round(layout.FontSize * 0.12);

        TextBlock least = texts.Get(ImportanceColours.Percent(-colours.Range), size, FontWeight.Regular);
        TextBlock zero = texts.Get("0", size, FontWeight.Regular);
        TextBlock most = texts.Get(ImportanceColours.Percent(colours.Range), size, FontWeight.Regular);
        canvas.DrawText(least, box.X, y, theme.MutedText);
        canvas.DrawText(zero, centre - (zero.Width / 2), y, theme.MutedText);
        canvas.DrawText(most, box.Right - most.Width, y, theme.MutedText);
        y += Math.Round(most.Height + (layout.FontSize * 0.35));

        if (withKey && below)
        {
            DrawKey(canvas, box, y, layout, theme, texts, reserved: 0);
        }
    }

    /// <summary>What the other marks mean: at both ends of a row of its own, or close together at the right end of the title's.</summary>
    private static void DrawKey(
        Canvas canvas, PixelBox box, double y, SceneLayout layout, SceneTheme theme, TextCache texts, double reserved)
    {
        double sign = layout.SmallSize * 0.75;
        TextBlock unvalued = texts.Get("not valued", layout.SmallSize, FontWeight.Regular);
        TextBlock keyframe = texts.Get("question", layout.SmallSize, FontWeight.Regular);
        double right = box.Right - keyframe.Width - (1.6 * sign);
        double left = reserved > 0 ? right - unvalued.Width - (3.2 * sign) : box.X;
        if (left < box.X + reserved - 1)
        {
            return;
        }

        double middle = y + (unvalued.Height / 2);
        canvas.StrokeRounded(left + 0.5, middle - (sign / 2), sign * 1.2, sign, sign * 0.3, theme.Unvalued, layout.Hairline);
        canvas.DrawText(unvalued, left + (sign * 1.85), y, theme.MutedText);
        Markers.Diamond(canvas, right + (sign / 2), middle, sign, theme.Accent);
        canvas.DrawText(keyframe, right + (1.6 * sign), y, theme.MutedText);
    }
}
