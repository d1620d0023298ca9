using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Panels;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>The rankings of two runs beside one another, the same road user joined by a line: level where the rank stayed, sloping where it changed.</summary>
internal sealed class ComparisonPanel(double font, SceneTheme theme, TextCache texts)
{
    private const int MostRows = 6;

    /// <summary>The height that the panel takes.</summary>
    internal static int HeightFor(double font) => 2 * (int)Math.Ceiling(font * (2.6 + (MostRows * 1.6)) / 2);

    internal void Draw(Canvas canvas, PixelBox box, RankMoment? moment)
    {
        canvas.FillRectangle(box.X, box.Y, box.Width, box.Height, theme.Background);
        canvas.FillRectangle(box.X, box.Y, box.Width, Math.Max(1, font / 12), theme.Grid);
        double small = Math.Max(9, Math.Round(font * 0.82 * 2) / 2), margin = Math.Round(font), top = box.Y + Math.Round(font * 0.7);
        string correlation = moment is { IsRanked: true } && double.IsFinite(moment.Correlation) ? $", rank correlation {Signed(moment.Correlation)}" : "";
        string words = moment is null || moment.Changes.Count == 0
            ? "Nothing in view has been valued by both runs"
            : !moment.IsRanked ? $"At {ClipTime.Format(moment.Seconds, 0.1)} {Without(moment)} depended on nobody in view that both runs valued"
            : $"Rank changes from A to B at {ClipTime.Format(moment.Seconds, 0.1)}{correlation}";
        canvas.DrawText(texts.Get(words, small, FontWeight.Regular, box.Width - (2 * margin)), box.X + margin, top, theme.MutedText);
        if (moment is null)
        {
            return;
        }

        double middle = box.X + (box.Width / 2.0), half = Math.Min((box.Width / 2.0) - margin - (font * 3), font * 22), gap = font * 4.5, pitch = font * 1.6;
        double first = top + Math.Round(font * 1.7);

        // The foremost of either run, so that what rose from far below is seen too.
        foreach (RankChange change in moment.Changes.Where(change => change.PlaceA <= MostRows || change.PlaceB <= MostRows))
        {
            double a = first + ((change.PlaceA - 0.5) * pitch), b = first + ((change.PlaceB - 0.5) * pitch);
            bool shownA = change.PlaceA <= MostRows && moment.DependsA, shownB = change.PlaceB <= MostRows && moment.DependsB;
            int sharingA = moment.Changes.Count(other => other.RankA == change.RankA), sharingB = moment.Changes.Count(other => other.RankB == change.RankB);
            int rankA = First(change.RankA, sharingA), rankB = First(change.RankB, sharingB);
            int rise = moment.IsRanked ? rankA - rankB : 0;

            // No colours of importance: amber and blue mean something else in the pictures above.
            Rgb colour = rise == 0 ? theme.MutedText : theme.Text;
            if (shownA && shownB)
            {
                canvas.StrokePath([new Point(middle - gap, a), new Point(middle + gap, b)], colour, font / 7, rise == 0 ? 0.5 : 1);
            }

            if (shownA)
            {
                Row(canvas, Place(rankA, sharingA), $"{change.ClassName} {change.TrackA}", change.ValueA, middle - half, middle - gap, a, colour);
            }

            if (shownB)
            {
                string moved = !moment.IsRanked ? "" : rise > 0 ? $"▲ {rise}" : rise < 0 ? $"▼ {-rise}" : "=";
                Row(canvas, Place(rankB, sharingB), $"{change.ClassName} {change.TrackB}", change.ValueB, middle + gap, middle + half, b, colour);
                TextBlock sign = texts.Get(moved, font, FontWeight.SemiBold);
                canvas.DrawText(sign, middle + half + (font * 0.8), Math.Round(b - (sign.Height / 2)), colour);
            }
        }
    }

    /// <summary>The first of the ranks that so many share, whose mean is given.</summary>
    private static int First(double rank, int sharing) => (int)Math.Round(rank - ((sharing - 1) / 2.0));

    private static string Place(int rank, int sharing) => sharing > 1 ? $"{rank}=" : $"{rank}";

    private static string Without(RankMoment moment) =>
        !moment.DependsA && !moment.DependsB ? "neither answer" : moment.DependsA ? "the answer of B" : "the answer of A";

    private void Row(Canvas canvas, string rank, string name, double value, double left, double right, double middle, Rgb colour)
    {
        canvas.FillCircle(left, middle, font * 0.16, colour);
        canvas.FillCircle(right, middle, font * 0.16, colour);
        TextBlock number = texts.Get(rank, font, FontWeight.SemiBold), phi = texts.Get(Signed(value), font, FontWeight.SemiBold);
        double inset = font * 0.7, after = font * 1.9;
        canvas.DrawText(number, left + inset + after - (font * 0.6) - number.Width, Math.Round(middle - (number.Height / 2)), theme.MutedText);
        TextBlock text = texts.Get(name, font, FontWeight.Medium, Math.Max(1, right - left - phi.Width - (inset * 3) - after));
        canvas.DrawText(text, left + inset + after, Math.Round(middle - (text.Height / 2)), theme.Text);
        canvas.DrawText(phi, right - inset - phi.Width, Math.Round(middle - (phi.Height / 2)), theme.Text);
    }

    private static string Signed(double value) => ImportanceColours.Format(new ImportanceSample(value, 0, SampleKind.Observed));
}
