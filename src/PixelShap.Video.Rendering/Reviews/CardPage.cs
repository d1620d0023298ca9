using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Sets a card: a column of text in the middle, over a dimmed picture of what comes.</summary>
internal sealed class CardPage : IDisposable
{
    private const double Dimmed = 0.8;

    private readonly int _width;
    private readonly int _height;
    private readonly SceneTheme _theme;

    internal CardPage(int width, int height, SceneRendererOptions drawing)
    {
        (_width, _height, _theme) = (width, height, drawing.Theme);
        Typesetter = new Typesetter(drawing.FontFamilies);
        Font = Math.Min(width / 34.0, height / 26.0);
    }

    /// <summary>The size of the running text.</summary>
    internal double Font { get; }

    internal Typesetter Typesetter { get; }

    /// <summary>Draws a card.</summary>
    /// <param name="output">The card, a <see cref="PixelFormat.Bgr32"/> picture.</param>
    /// <param name="background">The picture behind it, of any size.</param>
    /// <param name="compose">Sets the text; called twice, once to learn how high it is.</param>
    internal void Draw(Frame output, Frame background, Action<CardColumn> compose)
    {
        double margin = Math.Round(Font * 2), width = _width - (2 * margin);
        var measured = new CardColumn(null, Typesetter, margin, width, 0);
        compose(measured);
        CardBackdrop.Paint(background, output, _theme.Background, Dimmed);
        using var canvas = new Canvas(output.Pixels, _width, _height);
        compose(new CardColumn(canvas, Typesetter, margin, width, Math.Max(margin / 2, (_height - measured.Y) / 2)));
    }

    public void Dispose() => Typesetter.Dispose();
}
