using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Text set line below line; without a canvas it is only measured.</summary>
internal sealed class CardColumn(Canvas? canvas, Typesetter typesetter, double x, double width, double y)
{
    public Canvas? Canvas => canvas;

    public double X => x;

    public double Width => width;

    public double Y { get; private set; } = Math.Round(y);

    /// <summary>A narrower column at the same height, so much further right.</summary>
    public CardColumn Beside(double indent) => new(canvas, typesetter, x + indent, width - indent, Y);

    public void Space(double height) => Y += Math.Round(height);

    public void Line(string text, double size, FontWeight weight, Rgb colour) => Paragraph([new TextSpan(text)], size, weight, colour, 1);

    public void Paragraph(ReadOnlySpan<TextSpan> spans, double size, FontWeight weight, Rgb colour, int lines)
    {
        using TextBlock block = typesetter.Set(spans, Math.Round(size * 2) / 2, weight, width, lines);
        canvas?.DrawText(block, x, Y, colour);
        Y += Math.Round(block.Height);
    }
}
