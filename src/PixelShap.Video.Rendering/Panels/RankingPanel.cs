using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>The ranking of a keyframe: name, bar with one standard error to either side, φ.</summary>
internal sealed class RankingPanel(SceneLayout layout, SceneTheme theme, TextCache texts, TrackColours markers)
{
    private const int MostRows = 6;

    /// <summary>The height that a ranking of so many rows takes at most.</summary>
    internal static double HeightOf(SceneLayout layout, int rows) => layout.FontSize * (1.9 + (1.75 * Math.Min(MostRows, Math.Max(1, rows))));

    /// <summary>Draws as many rows as fit into <paramref name="box"/>, those that mattered most in either direction, and says how many are left out.</summary>
    internal void Draw(Canvas canvas, PixelBox box, SceneRanking? ranking, ImportanceColours colours)
    {
        double font = layout.FontSize;
        double top = box.Y + Math.Round(font * 1.75);
        int rows = ranking is null ? 0 : Math.Min(Math.Min(MostRows, ranking.Rows.Count), (int)((box.Bottom - top) / (font * 1.5)));
        string more = ranking is null ? "" : More(Math.Max(0, ranking.Rows.Count - rows), ranking.Untold);
        string head = ranking is null ? "Nothing has been valued yet" : ranking.Title + more;
        if (ranking is { ShortTitle.Length: > 0 } && texts.Get(head, layout.SmallSize, FontWeight.Regular).Width > box.Width)
        {
            head = ranking.ShortTitle + more;
        }

        TextBlock title = texts.Get(head, layout.SmallSize, FontWeight.Regular, box.Width);
        canvas.DrawText(title, box.X, box.Y, theme.MutedText);
        if (ranking is null || rows < 1)
        {
            return;
        }

        RankedPlayer[] shown = Foremost(ranking.Rows, rows);
        double pitch = Math.Min(font * 2.1, (box.Bottom - top) / rows);
        double value = font * 3.1, widest = box.Width * 0.55;
        double size = NamesWidth(shown, font) <= widest ? font : layout.SmallSize;
        double name = Math.Clamp(NamesWidth(shown, size), Math.Min(font * 6, widest), widest);
        double left = box.X + name, width = box.Width - name - value - (font * 0.4);
        double lowest = shown.Select(row => row.Value - Spread(row)).Where(double.IsFinite).Append(0).Min();
        double low = Math.Max(-colours.Range, lowest), zero = left + (width * -low / (colours.Range - low));
        canvas.FillRectangle(Math.Round(zero), top, layout.Hairline, pitch * rows, theme.Grid);
        for (int i = 0; i < rows; i++)
        {
            RankedPlayer row = shown[i];
            double middle = top + (pitch * (i + 0.5));
            DrawName(canvas, row, box.X, middle, name - (font * 0.5), size);
            DrawBar(canvas, row, colours, low, left, width, zero, middle, Math.Min(pitch * 0.5, font * 0.85));
            string text = ImportanceColours.Format(new ImportanceSample(row.Value, 0, SampleKind.Observed));
            TextBlock number = texts.Get(text, font, FontWeight.SemiBold);
            canvas.DrawText(number, box.Right - number.Width, Math.Round(middle - (number.Height / 2)), theme.Text);
        }
    }

    /// <summary>The rows with the largest |φ|, in the order of the ranking.</summary>
    internal static RankedPlayer[] Foremost(IReadOnlyList<RankedPlayer> ranked, int rows)
    {
        HashSet<RankedPlayer> chosen = [.. ranked.OrderByDescending(row => Math.Abs(row.Value)).Take(rows)];
        return [.. ranked.Where(chosen.Contains)];
    }

    /// <summary>What is not shown: rows without room, and those that cannot be told from nothing.</summary>
    private static string More(int left, int untold)
    {
        string[] parts = [.. left > 0 ? [$"+{left} more"] : Array.Empty<string>(), .. untold > 0 ? [$"{untold} not measurable"] : Array.Empty<string>()];
        return parts.Length == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    /// <summary>What the longest name takes with its marker and some air.</summary>
    private double NamesWidth(RankedPlayer[] shown, double size) =>
        shown.Max(row => texts.Get(row.Name, size, FontWeight.Medium).Width) + (layout.FontSize * 1.6);

    private void DrawName(Canvas canvas, RankedPlayer row, double x, double middle, double room, double size)
    {
        double font = layout.FontSize;
        if (row.TrackIds.Count == 1 && markers[row.TrackIds[0]] is { } marker)
        {
            Markers.Draw(canvas, marker, x + (font * 0.35), middle, font * 0.62);
        }

        TextBlock name = texts.Get(row.Name, size, FontWeight.Medium, room - (font * 0.95));
        canvas.DrawText(name, x + (font * 0.95), Math.Round(middle - (name.Height / 2)), theme.Text);
    }

    private void DrawBar(
        Canvas canvas, RankedPlayer row, ImportanceColours colours, double low, double left, double width, double zero, double middle, double height)
    {
        double end = Place(row.Value), start = Math.Min(zero, end), length = Math.Max(layout.Hairline * 1.5, Math.Abs(end - zero));
        canvas.FillRounded(start, middle - (height / 2), length, height, Math.Min(height * 0.2, length / 2), colours.Colour(row.Value));
        double spread = Spread(row);
        if (spread <= 0)
        {
            return;
        }

        double from = Place(row.Value - spread), to = Place(row.Value + spread), line = layout.Hairline;
        canvas.FillRectangle(from, middle - (line * 1.2), to - from, line * 2.4, theme.Background, 0.55);
        canvas.FillRectangle(from, middle - (line / 2), to - from, line, theme.Text);

        double Place(double value) => left + (width * Math.Clamp((value - low) / (colours.Range - low), 0, 1));
    }

    private static double Spread(RankedPlayer row) => double.IsFinite(row.StandardError) ? row.StandardError : 0;
}
