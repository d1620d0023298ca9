namespace PixelShap.Video.Rendering.Drawing;

/// <summary>A piece of text that has been shaped and broken into lines. Belongs to the thread that draws.</summary>
internal sealed class TextBlock : IDisposable
{
    internal TextBlock(GObjectHandle layout)
    {
        Layout = layout;
        PangoNative.GetExtents(layout, out _, out PangoRectangle logical);
        X = (double)logical.X / PangoNative.Scale;
        Width = (double)logical.Width / PangoNative.Scale;
        Height = (double)logical.Height / PangoNative.Scale;
        Baseline = (double)PangoNative.GetBaseline(layout) / PangoNative.Scale;
        UnknownGlyphs = PangoNative.GetUnknownGlyphCount(layout);
        Lines = PangoNative.GetLineCount(layout);
    }

    internal GObjectHandle Layout { get; }

    /// <summary>Where the lines begin, in pixels right of the drawing position: more than 0 for text set to the right.</summary>
    internal double X { get; }

    /// <summary>The width of the widest line in pixels.</summary>
    internal double Width { get; }

    /// <summary>The height of all lines in pixels.</summary>
    internal double Height { get; }

    /// <summary>The distance from the top to the baseline of the first line in pixels.</summary>
    internal double Baseline { get; }

    /// <summary>Characters for which no installed font has a glyph.</summary>
    internal int UnknownGlyphs { get; }

    internal int Lines { get; }

    public void Dispose() => Layout.Dispose();
}
