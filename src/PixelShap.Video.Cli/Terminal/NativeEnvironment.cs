using System.Globalization;
using System.Runtime.InteropServices;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Settings of native libraries that they read from the environment of the process.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>
    /// Bounds the pixels that OpenCV reads, and keeps ONNX Runtime from sending telemetry: its packages report sessions and models to Microsoft and leave files in the home directory
    /// (seen with 1.31.1 and 1.31.0 for GPUs). Before the first network is loaded; whoever has set the variable keeps it.
    /// </summary>
    public static void Prepare()
    {
        // .NET keeps a copy of the environment of its own: only setenv reaches native code.
        _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 0);

        // A picture of a few kilobytes can say that it is 20,000 pixels wide; as many are read as of a video.
        _ = SetEnvironmentVariable("OPENCV_IO_MAX_IMAGE_PIXELS", OpenCvImageCodec.MostPixels.ToString(CultureInfo.InvariantCulture), overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
