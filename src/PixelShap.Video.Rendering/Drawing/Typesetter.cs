using System.Buffers;
using System.Text;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>The weights of the type that is used here.</summary>
internal enum FontWeight
{
    Regular = 400,
    Medium = 500,
    SemiBold = 600,
}

/// <summary>A stretch of text in one colour and weight; without a colour, that of the block.</summary>
internal readonly record struct TextSpan(string Text, Rgb? Colour = null, FontWeight? Weight = null);

/// <summary>
/// Shapes text of any script with Pango. Has a font map of its own, so it may be used from any thread, one at a time.
/// </summary>
internal sealed class Typesetter : IDisposable
{
    /// <summary>Longer texts are cut here: no panel shows more, and shaping takes time.</summary>
    internal const int MaximumLength = 2000;

    private readonly GObjectHandle _fontMap;
    private readonly GObjectHandle _context;
    private readonly Dictionary<(double Size, FontWeight Weight), PangoFontDescriptionHandle> _fonts = [];
    private readonly string _families;

    /// <summary>Loads the libraries and the first of <paramref name="families"/> (separated by commas) that is installed.</summary>
    /// <exception cref="PixelShapException">A library is missing, or there is no font at all.</exception>
    internal Typesetter(string families)
    {
        NativeLibraries.Require();
        _families = families;
        _fontMap = PangoNative.CreateFontMap();
        _context = PangoNative.CreateContext(_fontMap);
        using (CairoFontOptionsHandle options = CairoNative.CreateFontOptions())
        {
            CairoNative.SetAntialias(options, CairoNative.AntialiasGray);
            CairoNative.SetHintStyle(options, CairoNative.HintStyleSlight);
            CairoNative.SetHintMetrics(options, CairoNative.HintMetricsOn);
            PangoNative.SetFontOptions(_context, options);
        }

        using GObjectHandle font = PangoNative.LoadFont(_context, Font(12, FontWeight.Regular));
        using TextBlock sample = Set("0", 12, FontWeight.Regular);
        if (font.IsInvalid || sample.UnknownGlyphs > 0)
        {
            Dispose();
            throw new PixelShapException(
                ExitCode.Failed,
                "No font is installed to write the annotated video with.",
                "Install one with 'apt-get install fonts-inter fonts-dejavu-core', or run 'make setup' once.");
        }
    }

    /// <summary>Sets one line in one style.</summary>
    /// <param name="text">The text; line breaks become spaces.</param>
    /// <param name="size">The size of the type in pixels.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="width">Where the line is cut with an ellipsis, in pixels; null for never.</param>
    internal TextBlock Set(string text, double size, FontWeight weight, double? width = null) =>
        Set([new TextSpan(text)], size, weight, width, lines: 1);

    /// <summary>Sets a paragraph of at most <paramref name="lines"/> lines; what does not fit ends in an ellipsis.</summary>
    internal unsafe TextBlock Set(ReadOnlySpan<TextSpan> spans, double size, FontWeight weight, double? width, int lines)
    {
        GObjectHandle layout = PangoNative.CreateLayout(_context);
        PangoNative.SetFontDescription(layout, Font(size, weight));
        if (width is { } limit)
        {
            PangoNative.SetWidth(layout, (int)(Math.Max(1, limit) * PangoNative.Scale));
            PangoNative.SetHeight(layout, -lines);
            PangoNative.SetEllipsize(layout, PangoNative.EllipsizeEnd);
            PangoNative.SetWrap(layout, PangoNative.WrapWordOrCharacter);
        }

        using PangoAttributesHandle attributes = PangoNative.CreateAttributes();
        var text = new ArrayBufferWriter<byte>();
        int room = MaximumLength;
        foreach (TextSpan span in spans)
        {
            uint start = (uint)text.WrittenCount;
            string clean = Clean(span.Text, room);
            room -= clean.Length;
            Encoding.UTF8.GetBytes(clean, text);
            uint end = (uint)text.WrittenCount;
            if (span.Colour is { } colour)
            {
                // 257 spreads 0 to 255 over 0 to 65535.
                ushort red = (ushort)(colour.Red * 257), green = (ushort)(colour.Green * 257), blue = (ushort)(colour.Blue * 257);
                Add(attributes, PangoNative.CreateForeground(red, green, blue), start, end);
            }

            if (span.Weight is { } bold)
            {
                Add(attributes, PangoNative.CreateWeight((int)bold), start, end);
            }
        }

        // Figures of one width, so that numbers do not dance from frame to frame.
        Add(attributes, PangoNative.CreateFontFeatures("tnum=1"), 0, uint.MaxValue);
        PangoNative.SetAttributes(layout, attributes);
        fixed (byte* bytes = text.WrittenSpan)
        {
            PangoNative.SetText(layout, bytes, text.WrittenCount);
        }

        return new TextBlock(layout);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PangoFontDescriptionHandle font in _fonts.Values)
        {
            font.Dispose();
        }

        _context.Dispose();
        _fontMap.Dispose();
    }

    /// <summary>Control characters, line breaks among them, become single spaces; the rest is cut at <paramref name="length"/>.</summary>
    private static string Clean(string text, int length)
    {
        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (char c in text)
        {
            if (clean.Length >= length)
            {
                break;
            }

            bool space = char.IsControl(c) || c is '\u2028' or '\u2029';
            if (!space || (clean.Length > 0 && clean[^1] != ' '))
            {
                clean.Append(space ? ' ' : c);
            }
        }

        return clean.ToString();
    }

    private static unsafe void Add(PangoAttributesHandle attributes, PangoAttribute* attribute, uint start, uint end)
    {
        attribute->StartIndex = start;
        attribute->EndIndex = end;
        PangoNative.Insert(attributes, attribute);
    }

    private PangoFontDescriptionHandle Font(double size, FontWeight weight)
    {
        if (!_fonts.TryGetValue((size, weight), out PangoFontDescriptionHandle? font))
        {
            font = PangoNative.CreateFontDescription();
            PangoNative.SetFamily(font, _families);
            PangoNative.SetWeight(font, (int)weight);
            PangoNative.SetAbsoluteSize(font, size * PangoNative.Scale);
            _fonts[(size, weight)] = font;
        }

        return font;
    }
}
