using System.Runtime.InteropServices;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>The functions of Pango 1.50, PangoCairo and GObject that are used here, named as in the manual without the prefix.</summary>
internal static partial class PangoNative
{
    internal const string Library = "libpango-1.0.so.0";
    internal const string CairoLibrary = "libpangocairo-1.0.so.0";
    internal const string GObjectLibrary = "libgobject-2.0.so.0";

    /// <summary>Pango units in a pixel.</summary>
    internal const int Scale = 1024;

    internal const int EllipsizeEnd = 3;
    internal const int WrapWordOrCharacter = 2;

    [LibraryImport(GObjectLibrary, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint instance);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_font_map_new")]
    internal static partial GObjectHandle CreateFontMap();

    [LibraryImport(Library, EntryPoint = "pango_font_map_create_context")]
    internal static partial GObjectHandle CreateContext(GObjectHandle fontMap);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_context_set_font_options")]
    internal static partial void SetFontOptions(GObjectHandle context, CairoFontOptionsHandle options);

    [LibraryImport(Library, EntryPoint = "pango_context_load_font")]
    internal static partial GObjectHandle LoadFont(GObjectHandle context, PangoFontDescriptionHandle description);

    /// <summary>A description of its own of the font that was loaded.</summary>
    [LibraryImport(Library, EntryPoint = "pango_font_describe")]
    internal static partial PangoFontDescriptionHandle Describe(GObjectHandle font);

    /// <summary>The family, in memory of the description.</summary>
    [LibraryImport(Library, EntryPoint = "pango_font_description_get_family")]
    internal static partial nint GetFamily(PangoFontDescriptionHandle description);

    [LibraryImport(Library, EntryPoint = "pango_layout_new")]
    internal static partial GObjectHandle CreateLayout(GObjectHandle context);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_text")]
    internal static unsafe partial void SetText(GObjectHandle layout, byte* text, int length);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_font_description")]
    internal static partial void SetFontDescription(GObjectHandle layout, PangoFontDescriptionHandle description);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_attributes")]
    internal static partial void SetAttributes(GObjectHandle layout, PangoAttributesHandle attributes);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_width")]
    internal static partial void SetWidth(GObjectHandle layout, int width);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_height")]
    internal static partial void SetHeight(GObjectHandle layout, int height);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_ellipsize")]
    internal static partial void SetEllipsize(GObjectHandle layout, int mode);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_wrap")]
    internal static partial void SetWrap(GObjectHandle layout, int mode);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_line_spacing")]
    internal static partial void SetLineSpacing(GObjectHandle layout, float factor);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_line_count")]
    internal static partial int GetLineCount(GObjectHandle layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_unknown_glyphs_count")]
    internal static partial int GetUnknownGlyphCount(GObjectHandle layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_baseline")]
    internal static partial int GetBaseline(GObjectHandle layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_extents")]
    internal static partial void GetExtents(GObjectHandle layout, out PangoRectangle ink, out PangoRectangle logical);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_show_layout")]
    internal static partial void ShowLayout(CairoContextHandle context, GObjectHandle layout);

    [LibraryImport(Library, EntryPoint = "pango_font_description_new")]
    internal static partial PangoFontDescriptionHandle CreateFontDescription();

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_family", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetFamily(PangoFontDescriptionHandle description, string families);

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_weight")]
    internal static partial void SetWeight(PangoFontDescriptionHandle description, int weight);

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_absolute_size")]
    internal static partial void SetAbsoluteSize(PangoFontDescriptionHandle description, double size);

    [LibraryImport(Library, EntryPoint = "pango_font_description_free")]
    internal static partial void FreeFontDescription(nint description);

    [LibraryImport(Library, EntryPoint = "pango_attr_list_new")]
    internal static partial PangoAttributesHandle CreateAttributes();

    [LibraryImport(Library, EntryPoint = "pango_attr_list_unref")]
    internal static partial void UnrefAttributes(nint attributes);

    /// <summary>Takes ownership of <paramref name="attribute"/>.</summary>
    [LibraryImport(Library, EntryPoint = "pango_attr_list_insert")]
    internal static unsafe partial void Insert(PangoAttributesHandle attributes, PangoAttribute* attribute);

    [LibraryImport(Library, EntryPoint = "pango_attr_foreground_new")]
    internal static unsafe partial PangoAttribute* CreateForeground(ushort red, ushort green, ushort blue);

    [LibraryImport(Library, EntryPoint = "pango_attr_weight_new")]
    internal static unsafe partial PangoAttribute* CreateWeight(int weight);

    [LibraryImport(Library, EntryPoint = "pango_attr_font_features_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial PangoAttribute* CreateFontFeatures(string features);
}

/// <summary>PangoRectangle, in Pango units.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PangoRectangle
{
    public int X;
    public int Y;
    public int Width;
    public int Height;
}

/// <summary>The head of PangoAttribute: the range of UTF-8 bytes that it applies to.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PangoAttribute
{
    public nint Class;
    public uint StartIndex;
    public uint EndIndex;
}
