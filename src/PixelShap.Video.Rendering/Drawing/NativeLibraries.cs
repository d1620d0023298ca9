using System.Runtime.InteropServices;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>Checks that the C libraries that draw are on this machine, before anything is begun.</summary>
internal static class NativeLibraries
{
    private static readonly string[] s_names =
        [PangoNative.GObjectLibrary, CairoNative.Library, PangoNative.Library, PangoNative.CairoLibrary];

    /// <summary>Those that are not on this machine.</summary>
    internal static IReadOnlyList<string> Missing() => [.. s_names.Where(name => !IsThere(name))];

    /// <summary>Looks for Cairo and Pango.</summary>
    /// <exception cref="PixelShapException">A library is missing.</exception>
    internal static void Require() => Require(s_names);

    /// <summary>Looks for the libraries <paramref name="names"/>.</summary>
    internal static void Require(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!IsThere(name))
            {
                throw new PixelShapException(
                    ExitCode.Failed,
                    $"The library {name}, which draws the annotated video, is not on this machine.",
                    "Install it with 'apt-get install libpangocairo-1.0-0', or run 'make setup' once.");
            }
        }
    }

    private static bool IsThere(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            return false;
        }

        NativeLibrary.Free(library);
        return true;
    }
}
