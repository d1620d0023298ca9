using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Review.Colour;
using PixelShap.Video.Review.Drawing;
using PixelShap.Video.Review.Panels;

namespace PixelShap.Video.Review.Incident;

/// <summary>The rankings of two runs beside one another, the same road user joined by a line: level where the rank stayed, sloping where it changed.</summary>
internal sealed class ComparisonPanel(double font, SceneTheme theme, TextCache texts)
{
    private const int MostRows = 6;

    /// <summary>The height that the panel takes.</summary>
    internal static int HeightFor(double font) => 2 * (int)Math.Ceiling(font * (2.6 + (MostRows * 1.6)) / 2);

    internal void Draw(Canvas canvas, PixelBox box, RankMoment? moment, ImportanceColours colours)
    {
        canvas.FillRectangle(box.X, box.Y, box.Width, box.Height, theme.Background);
        canvas.FillRectangle(box.X, box.Y, box.Width, Math.Max(1, font / 12), theme.Grid);
        double small = Math.Max(9, Math.Round(font * 0.82 * 2) / 2), margin = Math.Round(font), top = box.Y + Math.Round(font * 0.7);
        string correlation = moment is { Changes.Count: > 1 } ? $", rank correlation {Signed(moment.Correlation)}" : "";
        string words = moment is null || moment.Changes.Count == 0
            ? "Nothing in view has been valued by both runs"
            : $"Rank changes from A to B at {ClipTime.Format(moment.Seconds, 0.1)}{correlation}";
        canvas.DrawText(texts.Get(words, small, FontWeight.Regular, box.Width - (2 * margin)), box.X + margin, top, theme.MutedText);
        if (moment is null)
        {
            return;
        }

        double middle = box.X + (box.Width / 2.0), half = Math.Min(box.Width / 2.0 - margin, font * 22), gap = font * 4.5, pitch = font * 1.6;
        double first = top + Math.Round(font * 1.7);

        // The foremost of either run, so that what rose from far below is seen too.
        foreach (RankChange change in moment.Changes.Where(change => change.RankA <= MostRows || change.RankB <= MostRows))
        {
            double a = first + ((change.RankA - 0.5) * pitch), b = first + ((change.RankB - 0.5) * pitch);
            bool shownA = change.RankA <= MostRows, shownB = change.RankB <= MostRows;
            int rise = change.RankA - change.RankB;
            Rgb colour = rise > 0 ? colours.Colour(colours.Range * 0.75) : rise < 0 ? colours.Colour(-colours.Range * 0.6) : theme.MutedText;
            if (shownA && shownB)
            {
                canvas.StrokePath([new Point(middle - gap, a), new Point(middle + gap, b)], colour, font / 7, rise == 0 ? 0.5 : 1);
            }

            if (shownA)
            {
                Row(canvas, change.RankA, $"{change.ClassName} {change.TrackA}", change.ValueA, middle - gap - half + gap, middle - gap, a, colour);
            }

            if (shownB)
            {
                string moved = rise > 0 ? $"▲ {rise}" : rise < 0 ? $"▼ {-rise}" : "=";
                Row(canvas, change.RankB, $"{change.ClassName} {change.TrackB}", change.ValueB, middle + gap, middle + half - gap, b, colour);
                TextBlock sign = texts.Get(moved, font, FontWeight.SemiBold);
                canvas.DrawText(sign, middle + half - gap + (font * 0.8), Math.Round(b - (sign.Height / 2)), colour);
            }
        }
    }

    private void Row(Canvas canvas, int rank, string name, double value, double left, double right, double middle, Rgb colour)
    {
        canvas.FillCircle(left, middle, font * 0.16, colour);
        canvas.FillCircle(right, middle, font * 0.16, colour);
        TextBlock number = texts.Get($"{rank}", font, FontWeight.SemiBold), phi = texts.Get(Signed(value), font, FontWeight.SemiBold);
        double inset = font * 0.7;
        canvas.DrawText(number, left + inset, Math.Round(middle - (number.Height / 2)), theme.MutedText);
        TextBlock text = texts.Get(name, font, FontWeight.Medium, Math.Max(1, right - left - phi.Width - (inset * 4) - font));
        canvas.DrawText(text, left + inset + (font * 1.3), Math.Round(middle - (text.Height / 2)), theme.Text);
        canvas.DrawText(phi, right - inset - phi.Width, Math.Round(middle - (phi.Height / 2)), theme.Text);
    }

    private static string Signed(double value) => ImportanceColours.Format(new ImportanceSample(value, 0, SampleKind.Observed));
}
