using PixelShap.Masking;

namespace PixelShap.Video.Rendering.Layout;

/// <summary>
/// Where everything is on the annotated picture: the source picture untouched in size at the top, a panel with caption, legend and
/// time strip below it, so that nothing of the road is covered. All numbers are pixels and grow with the size of the picture.
/// </summary>
public sealed record SceneLayout
{
    private const int MinimumWidth = 320;

    internal SceneLayout()
    {
    }

    /// <summary>The width of the annotated picture; even, at least 320.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the annotated picture; even.</summary>
    public required int Height { get; init; }

    /// <summary>Where the source picture goes.</summary>
    public required PixelBox Picture { get; init; }

    /// <summary>The panel below the picture.</summary>
    public required PixelBox Panel { get; init; }

    /// <summary>Prompt and answer.</summary>
    public required PixelBox Caption { get; init; }

    /// <summary>The legend of the importance colours.</summary>
    public required PixelBox Legend { get; init; }

    /// <summary>The plot of importance over time, without its axis labels.</summary>
    public required PixelBox Plot { get; init; }

    /// <summary>The names of the curves.</summary>
    public required PixelBox Names { get; init; }

    /// <summary>Time and facts above the picture; empty for none. The default value is empty.</summary>
    public PixelBox Header { get; init; }

    /// <summary>Where the source picture goes a second time, as it was filmed; empty for nowhere. The default value is empty.</summary>
    public PixelBox Untouched { get; init; }

    /// <summary>The ranking of the last keyframe; empty where it is shown over the picture, and only while that stands still. The default value is
    /// empty.</summary>
    public PixelBox Ranking { get; init; }

    /// <summary>The lines that an answer may have; a question of two lines takes one of them.</summary>
    public required int AnswerLines { get; init; }

    /// <summary>The size of the type of captions.</summary>
    public required double FontSize { get; init; }

    /// <summary>The size of the type of labels on the picture.</summary>
    public double LabelSize => Math.Max(9.5, Math.Round(FontSize * 0.92 * 2) / 2);

    /// <summary>The size of the type of axes and of the legend.</summary>
    public double SmallSize => Math.Max(9, Math.Round(FontSize * 0.82 * 2) / 2);

    /// <summary>The distance from one line of the caption to the next.</summary>
    public double LineHeight => Math.Round(FontSize * 1.36);

    /// <summary>The width of a thin line: 1 at 640x360, more on larger pictures.</summary>
    public double Hairline => Math.Max(1, FontSize / 12);

    /// <summary>The layout for pictures of the given size, with square pixels.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public static SceneLayout For(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);

        // 12 at 640x360, 26 at 1080p, 42 at 4K: larger pictures are watched larger, so the type grows a little slower than they do.
        double font = Math.Max(10.5, Math.Round(12 * Math.Pow(Math.Sqrt((double)width * height) / 480, 0.7) * 2) / 2);
        int canvas = Even(Math.Max(width, MinimumWidth));
        font = Math.Min(font, Math.Max(10.5, canvas / 28.0));
        bool wide = canvas >= 44 * font;
        int margin = Whole(font, 0.9), line = Whole(font, 1.36), small = Whole(font, 1.15);
        int column = Whole(font, wide ? 13.5 : 9.5);
        int gap = Whole(font, 1.2);
        int top = height + Whole(font, 0.65);

        // About 300 characters of answer at any width.
        int captionWidth = canvas - (2 * margin) - (wide ? column + (gap * 3 / 2) : 0);
        int answerLines = captionWidth < 42 * font ? 4 : 3;
        int captionHeight = line * (answerLines + 1) + Whole(font, 0.25);
        var caption = new PixelBox(margin, top, captionWidth, captionHeight);
        PixelBox legend;
        int stripTop;
        if (wide)
        {
            legend = new PixelBox(canvas - margin - column, top, column, captionHeight);
            stripTop = caption.Bottom + Whole(font, 0.6);
        }
        else
        {
            legend = new PixelBox(margin, caption.Bottom + Whole(font, 0.4), canvas - (2 * margin), small * 2 + Whole(font, 0.6));
            stripTop = legend.Bottom + Whole(font, 0.9);
        }

        int axis = Whole(font, 2.3);
        var names = new PixelBox(canvas - margin - column, stripTop, column, Whole(font, 5.2));
        var plot = new PixelBox(margin + axis, stripTop, names.X - gap - margin - axis, names.Height);
        int bottom = Even(plot.Bottom + small + Whole(font, 0.5));
        return new SceneLayout
        {
            Width = canvas,
            Height = bottom,
            Picture = new PixelBox((canvas - width) / 2, 0, width, height),
            Panel = new PixelBox(0, height, canvas, bottom - height),
            Caption = caption,
            Legend = legend,
            Plot = plot,
            Names = names,
            AnswerLines = answerLines,
            FontSize = font,
        };
    }

    /// <summary>The layout for a still picture: the panel has caption and legend, no plot, and is as high as the answer needs.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="answerLines">The lines of the answer, at least 2; a question of two lines takes one of them.</param>
    public static SceneLayout ForStill(int width, int height, int answerLines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answerLines, 2);
        SceneLayout video = For(width, height);
        double font = video.FontSize;
        bool isWide = video.Legend.Y == video.Caption.Y;
        PixelBox caption = video.Caption with { Height = (Whole(font, 1.36) * (answerLines + 1)) + Whole(font, 0.25) };
        PixelBox legend = isWide ? video.Legend with { Height = caption.Height } : video.Legend with { Y = caption.Bottom + Whole(font, 0.5) };
        int bottom = Even(legend.Bottom + Whole(font, isWide ? 0.45 : 0.9));
        return video with
        {
            Height = bottom,
            Panel = video.Panel with { Height = bottom - video.Panel.Y },
            Caption = caption,
            Legend = legend,
            Plot = default,
            Names = default,
            AnswerLines = answerLines,
        };
    }

    private static int Whole(double font, double share) => (int)Math.Round(font * share);

    private static int Even(int value) => value + (value & 1);
}
