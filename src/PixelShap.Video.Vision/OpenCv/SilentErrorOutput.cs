using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>
/// Keeps the process's error output silent until it is disposed. libjpeg writes what it thinks of a damaged picture there by itself; only for such pictures, as what other threads write
/// meanwhile is lost too.
/// </summary>
internal sealed partial class SilentErrorOutput : IDisposable
{
    private const int ErrorOutput = 2;

    private readonly int _kept = Duplicate(ErrorOutput);

    public SilentErrorOutput()
    {
        using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        _ = _kept < 0 ? 0 : DuplicateTo((int)nowhere.DangerousGetHandle(), ErrorOutput);
    }

    public void Dispose()
    {
        if (_kept >= 0)
        {
            _ = DuplicateTo(_kept, ErrorOutput);
            _ = Close(_kept);
        }
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int file);

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DuplicateTo(int file, int place);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
