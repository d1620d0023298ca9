using PixelShap.Masking;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>The forms of a review video.</summary>
public enum ReviewLayout
{
    /// <summary>The picture in the size it was filmed in, question, answer and time strip below it.</summary>
    Source,

    /// <summary>1920×1080 for screens: the picture large, question, answer and ranking beside it.</summary>
    Hd,

    /// <summary>1080×1920 for phones: everything below one another.</summary>
    Vertical,
}

/// <summary>Where everything is on a review video.</summary>
public static class ReviewLayouts
{
    /// <summary>The layout for a source of the given size.</summary>
    /// <param name="kind">The form.</param>
    /// <param name="width">Pixels in a row of the source, at least 1.</param>
    /// <param name="height">Rows of the source, at least 1.</param>
    /// <param name="sideBySide">Whether the picture as filmed stands beside the annotated one.</param>
    public static SceneLayout For(ReviewLayout kind, int width, int height, bool sideBySide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return kind switch
        {
            ReviewLayout.Hd when sideBySide => HdPair(width, height),
            ReviewLayout.Hd => Hd(width, height),
            ReviewLayout.Vertical => Vertical(width, height, sideBySide),
            _ => Source(width, height, sideBySide),
        };
    }

    private static SceneLayout Source(int width, int height, bool sideBySide)
    {
        SceneLayout below = SceneLayout.For(sideBySide ? 2 * width : width, height);
        int header = 2 * (int)Math.Round(below.FontSize), margin = below.Caption.X;
        PixelBox picture = Down(below.Picture, header);
        return below with
        {
            Height = below.Height + header,
            Header = new PixelBox(margin, 0, below.Width - (2 * margin), header),
            Picture = sideBySide ? picture with { X = picture.X + width, Width = width } : picture,
            Untouched = sideBySide ? picture with { Width = width } : default,
            Panel = Down(below.Panel, header),
            Caption = Down(below.Caption, header),
            Legend = Down(below.Legend, header),
            Plot = Down(below.Plot, header),
            Names = Down(below.Names, header),
        };
    }

    private static SceneLayout Hd(int width, int height)
    {
        var room = new PixelBox(0, 56, 1376, 774);
        return new SceneLayout
        {
            Width = 1920,
            Height = 1080,
            FontSize = 24,
            Header = new PixelBox(32, 0, 1856, 56),
            Picture = Fit(width, height, room),
            Panel = new PixelBox(0, room.Bottom, 1920, 1080 - room.Bottom),
            Caption = new PixelBox(1408, 76, 480, 304),
            AnswerLines = 8,
            Ranking = new PixelBox(1408, 408, 480, 290),
            Legend = new PixelBox(1408, 722, 480, 104),
            Plot = new PixelBox(96, 860, 1420, 168),
            Names = new PixelBox(1560, 852, 328, 176),
        };
    }

    private static SceneLayout HdPair(int width, int height) => new()
    {
        Width = 1920,
        Height = 1080,
        FontSize = 24,
        Header = new PixelBox(32, 0, 1856, 56),
        Untouched = Fit(width, height, new PixelBox(0, 56, 959, 540)),
        Picture = Fit(width, height, new PixelBox(961, 56, 959, 540)),
        Panel = new PixelBox(0, 596, 1920, 484),
        Caption = new PixelBox(32, 616, 740, 204),
        AnswerLines = 5,
        Ranking = new PixelBox(824, 616, 660, 214),
        Legend = new PixelBox(1540, 616, 348, 120),
        Plot = new PixelBox(96, 860, 1420, 168),
        Names = new PixelBox(1560, 852, 328, 176),
    };

    private static SceneLayout Vertical(int width, int height, bool sideBySide)
    {
        const int Tallest = 840, Margin = 40;
        int top = 96;
        PixelBox first = Fit(width, height, new PixelBox(0, top, 1080, sideBySide ? 608 : Tallest));
        first = first with { Y = top };
        PixelBox second = sideBySide ? first with { Y = first.Bottom + 4 } : first;
        int y = second.Bottom;
        int lines = sideBySide ? 4 : 5;
        var caption = new PixelBox(Margin, y + 24, 1080 - (2 * Margin), (lines + 1) * 41);
        int bottom = 1920 - 70, plotHeight = sideBySide ? 150 : 220;
        var plot = new PixelBox(Margin + 74, bottom - plotHeight, 540, plotHeight);
        var legend = new PixelBox(Margin, sideBySide ? caption.Bottom : plot.Y - 140, 1080 - (2 * Margin), 96);
        return new SceneLayout
        {
            Width = 1080,
            Height = 1920,
            FontSize = 30,
            Header = new PixelBox(Margin, 0, 1080 - (2 * Margin), top),
            Untouched = sideBySide ? first : default,
            Picture = second,
            Panel = new PixelBox(0, y, 1080, 1920 - y),
            Caption = caption,
            AnswerLines = lines,
            Ranking = sideBySide ? default : new PixelBox(Margin, caption.Bottom + 30, 1080 - (2 * Margin), legend.Y - caption.Bottom - 60),
            Legend = legend,
            Plot = plot,
            Names = new PixelBox(plot.Right + 40, plot.Y, 1080 - Margin - plot.Right - 40, plotHeight),
        };
    }

    /// <summary>The largest box of the source's proportions in the middle of a room; even in size, which scaling and encoding like.</summary>
    private static PixelBox Fit(int width, int height, PixelBox room)
    {
        double scale = Math.Min((double)room.Width / width, (double)room.Height / height);
        int w = Math.Clamp((int)Math.Round(width * scale / 2) * 2, 2, room.Width / 2 * 2), h = Math.Clamp((int)Math.Round(height * scale / 2) * 2, 2, room.Height / 2 * 2);
        return new PixelBox(room.X + ((room.Width - w) / 2), room.Y + ((room.Height - h) / 2), w, h);
    }

    private static PixelBox Down(PixelBox box, int distance) => box with { Y = box.Y + distance };
}
