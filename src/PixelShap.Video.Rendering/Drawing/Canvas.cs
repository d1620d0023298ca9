using System.Buffers;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>Vectors and text on 32-bit pixels in place, antialiased by Cairo. Coordinates are pixels from the upper left corner.</summary>
internal sealed class Canvas : IDisposable
{
    private readonly CairoSurfaceHandle _surface;
    private readonly CairoContextHandle _context;
    private MemoryHandle _pin;

    /// <summary>Draws on <paramref name="pixels"/>, which stay pinned until the canvas is disposed.</summary>
    /// <param name="pixels"><paramref name="height"/> rows of <paramref name="width"/> pixels of 4 bytes: blue, green, red, unused.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    internal unsafe Canvas(Memory<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, (long)width * height * 4, nameof(pixels));
        _pin = pixels.Pin();
        _surface = CairoNative.CreateSurface((byte*)_pin.Pointer, CairoNative.FormatRgb24, width, height, width * 4);
        _context = CairoNative.CreateContext(_surface);
        Check();
        CairoNative.SetLineCap(_context, CairoNative.LineCapRound);
        CairoNative.SetLineJoin(_context, CairoNative.LineJoinRound);
    }

    /// <summary>The native context, for text.</summary>
    internal CairoContextHandle Context => _context;

    internal void FillRectangle(double x, double y, double width, double height, Rgb colour, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.Rectangle(_context, x, y, width, height);
        CairoNative.Fill(_context);
    }

    internal void FillRounded(double x, double y, double width, double height, double radius, Rgb colour, double opacity = 1)
    {
        SetColour(colour, opacity);
        RoundedPath(x, y, width, height, radius);
        CairoNative.Fill(_context);
    }

    internal void StrokeRounded(
        double x, double y, double width, double height, double radius, Rgb colour, double lineWidth, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.SetLineWidth(_context, lineWidth);
        RoundedPath(x, y, width, height, radius);
        CairoNative.Stroke(_context);
    }

    internal void FillCircle(double x, double y, double radius, Rgb colour, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.NewSubPath(_context);
        CairoNative.Arc(_context, x, y, radius, 0, 2 * Math.PI);
        CairoNative.Fill(_context);
    }

    internal void StrokeCircle(double x, double y, double radius, Rgb colour, double lineWidth, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.SetLineWidth(_context, lineWidth);
        CairoNative.NewSubPath(_context);
        CairoNative.Arc(_context, x, y, radius, 0, 2 * Math.PI);
        CairoNative.Stroke(_context);
    }

    internal void FillPolygon(ReadOnlySpan<Point> points, Rgb colour, double opacity = 1)
    {
        SetColour(colour, opacity);
        Path(points);
        CairoNative.ClosePath(_context);
        CairoNative.Fill(_context);
    }

    internal void StrokePath(ReadOnlySpan<Point> points, Rgb colour, double lineWidth, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.SetLineWidth(_context, lineWidth);
        Path(points);
        CairoNative.Stroke(_context);
    }

    /// <summary>Fills a rounded rectangle with colours that change evenly from left to right.</summary>
    internal void FillRamp(double x, double y, double width, double height, double radius, ReadOnlySpan<Rgb> colours)
    {
        using CairoPatternHandle pattern = CairoNative.CreateLinearGradient(x, 0, x + width, 0);
        for (int i = 0; i < colours.Length; i++)
        {
            Rgb c = colours[i];
            CairoNative.AddColourStop(pattern, i / Math.Max(1.0, colours.Length - 1), c.Red / 255.0, c.Green / 255.0, c.Blue / 255.0, 1);
        }

        CairoNative.SetSource(_context, pattern);
        RoundedPath(x, y, width, height, radius);
        CairoNative.Fill(_context);
    }

    /// <summary>Confines what follows to a rectangle, until <see cref="EndClip"/>.</summary>
    internal void BeginClip(double x, double y, double width, double height)
    {
        CairoNative.Save(_context);
        CairoNative.Rectangle(_context, x, y, width, height);
        CairoNative.Clip(_context);
    }

    internal void EndClip() => CairoNative.Restore(_context);

    internal void DrawText(TextBlock text, double x, double y, Rgb colour, double opacity = 1)
    {
        SetColour(colour, opacity);
        CairoNative.MoveTo(_context, x, y);
        PangoNative.ShowLayout(_context, text.Layout);
    }

    /// <summary>Finishes drawing: the pixels are complete, no longer pinned and no longer touched.</summary>
    public void Dispose()
    {
        if (!_surface.IsClosed)
        {
            CairoNative.Flush(_surface);
            _context.Dispose();
            CairoNative.Finish(_surface);
            _surface.Dispose();
            _pin.Dispose();
        }
    }

    private void Path(ReadOnlySpan<Point> points)
    {
        CairoNative.NewSubPath(_context);
        foreach (Point point in points)
        {
            CairoNative.LineTo(_context, point.X, point.Y);
        }
    }

    private void RoundedPath(double x, double y, double width, double height, double radius)
    {
        radius = Math.Min(radius, Math.Min(width, height) / 2);
        if (radius <= 0)
        {
            CairoNative.Rectangle(_context, x, y, width, height);
            return;
        }

        CairoNative.NewSubPath(_context);
        CairoNative.Arc(_context, x + width - radius, y + radius, radius, -Math.PI / 2, 0);
        CairoNative.Arc(_context, x + width - radius, y + height - radius, radius, 0, Math.PI / 2);
        CairoNative.Arc(_context, x + radius, y + height - radius, radius, Math.PI / 2, Math.PI);
        CairoNative.Arc(_context, x + radius, y + radius, radius, Math.PI, 3 * Math.PI / 2);
        CairoNative.ClosePath(_context);
    }

    private void SetColour(Rgb colour, double opacity) =>
        CairoNative.SetSource(_context, colour.Red / 255.0, colour.Green / 255.0, colour.Blue / 255.0, opacity);

    private void Check()
    {
        int status = CairoNative.Status(_context);
        if (status != 0)
        {
            Dispose();
            throw new InvalidOperationException($"Cairo refused to draw (status {status}).");
        }
    }
}

/// <summary>A point in pixels.</summary>
internal readonly record struct Point(double X, double Y);
