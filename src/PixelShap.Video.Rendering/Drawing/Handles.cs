using System.Runtime.InteropServices;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>A Cairo drawing context.</summary>
internal sealed class CairoContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CairoNative.DestroyContext(handle);
        return true;
    }
}

/// <summary>A Cairo surface: the pixels that a context draws on.</summary>
internal sealed class CairoSurfaceHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CairoNative.DestroySurface(handle);
        return true;
    }
}

/// <summary>A Cairo pattern, here always a gradient.</summary>
internal sealed class CairoPatternHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CairoNative.DestroyPattern(handle);
        return true;
    }
}

/// <summary>Cairo's choice of antialiasing and hinting for glyphs.</summary>
internal sealed class CairoFontOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CairoNative.DestroyFontOptions(handle);
        return true;
    }
}

/// <summary>A reference to a GObject: a Pango font map, context or layout.</summary>
internal sealed class GObjectHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        PangoNative.Unref(handle);
        return true;
    }
}

/// <summary>A Pango font description.</summary>
internal sealed class PangoFontDescriptionHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        PangoNative.FreeFontDescription(handle);
        return true;
    }
}

/// <summary>A Pango attribute list.</summary>
internal sealed class PangoAttributesHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        PangoNative.UnrefAttributes(handle);
        return true;
    }
}
