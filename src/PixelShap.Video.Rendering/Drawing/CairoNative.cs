using System.Runtime.InteropServices;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>The functions of Cairo 1.16 that are used here, named as in its manual without the prefix.</summary>
internal static partial class CairoNative
{
    internal const string Library = "libcairo.so.2";

    /// <summary>CAIRO_FORMAT_RGB24: 32 bits per pixel, blue first in memory on a little-endian machine, the upper 8 bits unused.</summary>
    internal const int FormatRgb24 = 1;

    internal const int AntialiasGray = 2;
    internal const int HintStyleSlight = 2;
    internal const int HintMetricsOn = 2;
    internal const int LineCapRound = 1;
    internal const int LineJoinRound = 1;

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create_for_data")]
    internal static unsafe partial CairoSurfaceHandle CreateSurface(byte* data, int format, int width, int height, int stride);

    [LibraryImport(Library, EntryPoint = "cairo_surface_status")]
    internal static partial int SurfaceStatus(CairoSurfaceHandle surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_flush")]
    internal static partial void Flush(CairoSurfaceHandle surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_finish")]
    internal static partial void Finish(CairoSurfaceHandle surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    internal static partial void DestroySurface(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    internal static partial CairoContextHandle CreateContext(CairoSurfaceHandle surface);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    internal static partial void DestroyContext(nint context);

    [LibraryImport(Library, EntryPoint = "cairo_status")]
    internal static partial int Status(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_save")]
    internal static partial void Save(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_restore")]
    internal static partial void Restore(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_set_source_rgba")]
    internal static partial void SetSource(CairoContextHandle context, double red, double green, double blue, double alpha);

    [LibraryImport(Library, EntryPoint = "cairo_set_source")]
    internal static partial void SetSource(CairoContextHandle context, CairoPatternHandle pattern);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_width")]
    internal static partial void SetLineWidth(CairoContextHandle context, double width);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_cap")]
    internal static partial void SetLineCap(CairoContextHandle context, int cap);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_join")]
    internal static partial void SetLineJoin(CairoContextHandle context, int join);

    [LibraryImport(Library, EntryPoint = "cairo_rectangle")]
    internal static partial void Rectangle(CairoContextHandle context, double x, double y, double width, double height);

    [LibraryImport(Library, EntryPoint = "cairo_arc")]
    internal static partial void Arc(CairoContextHandle context, double x, double y, double radius, double from, double to);

    [LibraryImport(Library, EntryPoint = "cairo_move_to")]
    internal static partial void MoveTo(CairoContextHandle context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_line_to")]
    internal static partial void LineTo(CairoContextHandle context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_new_sub_path")]
    internal static partial void NewSubPath(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_close_path")]
    internal static partial void ClosePath(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_fill")]
    internal static partial void Fill(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_fill_preserve")]
    internal static partial void FillPreserve(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_stroke")]
    internal static partial void Stroke(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_clip")]
    internal static partial void Clip(CairoContextHandle context);

    [LibraryImport(Library, EntryPoint = "cairo_pattern_create_linear")]
    internal static partial CairoPatternHandle CreateLinearGradient(double x0, double y0, double x1, double y1);

    [LibraryImport(Library, EntryPoint = "cairo_pattern_add_color_stop_rgba")]
    internal static partial void AddColourStop(
        CairoPatternHandle pattern, double offset, double red, double green, double blue, double alpha);

    [LibraryImport(Library, EntryPoint = "cairo_pattern_destroy")]
    internal static partial void DestroyPattern(nint pattern);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_create")]
    internal static partial CairoFontOptionsHandle CreateFontOptions();

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_antialias")]
    internal static partial void SetAntialias(CairoFontOptionsHandle options, int antialias);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_style")]
    internal static partial void SetHintStyle(CairoFontOptionsHandle options, int style);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_metrics")]
    internal static partial void SetHintMetrics(CairoFontOptionsHandle options, int metrics);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_destroy")]
    internal static partial void DestroyFontOptions(nint options);
}
