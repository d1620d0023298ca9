using System.Runtime.InteropServices;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>What this machine has of what drawing needs.</summary>
public static class DrawingSetup
{
    /// <summary>The C libraries of Cairo and Pango that are not on this machine, by file name.</summary>
    public static IReadOnlyList<string> MissingLibraries() => NativeLibraries.Missing();

    /// <summary>The family that is taken where one is asked for: another one where it is not installed.</summary>
    /// <param name="family">The family, for example <c>Inter</c>.</param>
    /// <returns>Its name; null where no font is installed at all.</returns>
    /// <exception cref="PixelShapException">A library is missing.</exception>
    public static string? FamilyFor(string family)
    {
        ArgumentNullException.ThrowIfNull(family);
        NativeLibraries.Require();
        using GObjectHandle map = PangoNative.CreateFontMap();
        using GObjectHandle context = PangoNative.CreateContext(map);
        using PangoFontDescriptionHandle wanted = PangoNative.CreateFontDescription();
        PangoNative.SetFamily(wanted, family);
        using GObjectHandle font = PangoNative.LoadFont(context, wanted);
        if (font.IsInvalid)
        {
            return null;
        }

        using PangoFontDescriptionHandle found = PangoNative.Describe(font);
        return Marshal.PtrToStringUTF8(PangoNative.GetFamily(found));
    }
}
