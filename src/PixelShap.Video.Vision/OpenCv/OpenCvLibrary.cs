using System.Reflection;
using OpenCvSharp;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>OpenCV's native library: says what to do where it is missing, and what it refused.</summary>
internal static class OpenCvLibrary
{
    private const string Name = "OpenCvSharpExtern";

    private static volatile bool s_loaded;

    /// <summary>Loads the library, once.</summary>
    /// <exception cref="PixelShapException">It or a library that it needs is not on this machine.</exception>
    internal static void Require()
    {
        // Asked before OpenCvSharp loads it: its own error is a TypeInitializationException with ten lines of paths.
        if (!s_loaded)
        {
            Load(Name, typeof(Cv2).Assembly);
            // What goes wrong is told by an exception; OpenCV's own lines would run through the progress display.
            Cv2.SetLogLevel(LogLevel.SILENT);
            s_loaded = true;
        }
    }

    /// <summary>Runs calls of OpenCV.</summary>
    /// <param name="what">What they do, as in "OpenCV could not …".</param>
    /// <param name="calls">The calls.</param>
    /// <exception cref="PixelShapException">OpenCV refused.</exception>
    internal static void Run(string what, Action calls)
    {
        try
        {
            calls();
        }
        catch (OpenCVException exception)
        {
            throw new PixelShapException(
                ExitCode.Failed,
                $"OpenCV could not {what}: {FirstLine(exception.ErrMsg)}",
                exception.Status == ErrorCode.StsNoMem
                    ? "Free some memory, or work on smaller pictures."
                    : "If the input is sound, this is a mistake in pixelshap: please report it with the command.",
                exception);
        }
    }

    internal static void Load(string name, Assembly assembly)
    {
        try
        {
            System.Runtime.InteropServices.NativeLibrary.Load(name, assembly, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw Missing(name, exception);
        }
    }

    /// <summary>What is missing, from the lines of the loader: one per place where it looked.</summary>
    internal static PixelShapException Missing(string name, Exception exception)
    {
        string[] found = [.. exception.Message.Split('\n').Where(line => !line.Contains(name, StringComparison.Ordinal) && line.Contains(".so", StringComparison.Ordinal))];
        return found.Length == 0
            ? new PixelShapException(
                ExitCode.Failed, $"OpenCV's library lib{name}.so is not beside the program.", "Build or unpack the program again, for linux-x64.", exception)
            : new PixelShapException(
                ExitCode.Failed,
                $"OpenCV cannot be loaded: {found[0].Trim()}",
                "Install what it needs: apt-get install libgtk-3-0 libatomic1 libdrm2", exception);
    }

    internal static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
