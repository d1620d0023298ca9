using System.Reflection;
using System.Runtime.InteropServices;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Finds the native library and explains what to do where it is missing or of another build.</summary>
internal static class NativeLibraryLoader
{
    internal const string LibraryName = "pixelshap_native";

    private const string Remedy = "Run 'make setup', which installs OpenCV and builds the library.";

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, static (name, assembly, searchPath) =>
            name == LibraryName ? Load(LibraryName, assembly, searchPath) : nint.Zero);

    internal static nint Load(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(name, assembly, searchPath);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The native library '{name}' cannot be loaded: {FirstLine(exception.Message)}", Remedy, exception);
        }

        int version = AbiVersionOf(library);
        return version == NativeMethods.AbiVersion
            ? library
            : throw new PixelShapException(
                ExitCode.Failed,
                $"The native library '{name}' has ABI version {version}, but this build needs {NativeMethods.AbiVersion}.",
                Remedy);
    }

    private static unsafe int AbiVersionOf(nint library) =>
        NativeLibrary.TryGetExport(library, "pixelshap_abi_version", out nint function) ? ((delegate* unmanaged<int>)function)() : 0;

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
