using System.Runtime.InteropServices;

namespace PixelShap.Video.Files;

/// <summary>
/// Where a file that somebody named is really written. A file takes its name when it is whole, by renaming: done to a device, a pipe or a link, that would put a file in its place.
/// </summary>
public static partial class OutputPath
{
    private const int CurrentFolder = -100;
    private const uint WantsType = 1;
    private const int ModeAt = 28;
    private const int TypeBits = 0xF000, RegularBits = 0x8000;

    /// <summary>The full path, links followed.</summary>
    /// <exception cref="PixelShapException">A folder, a device, a pipe or a socket has that name.</exception>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        string? other = null;
        try
        {
            full = new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            other = Cause.Of(exception);
        }
        catch (IOException)
        {
            // It is not there yet.
        }

        other ??= Directory.Exists(full) ? "it is a folder" : IsSpecial(full) ? "it is a device or a pipe" : null;
        return other is null ? full : throw new PixelShapException(ExitCode.Usage, $"{path} cannot be written: {other}.", "Name a file.");
    }

    /// <summary>Whether something has that name that is no regular file.</summary>
    private static bool IsSpecial(string path)
    {
        // struct statx has one layout on every processor, unlike struct stat.
        var facts = new byte[256];
        return StatX(CurrentFolder, path, 0, WantsType, facts) == 0 && (BitConverter.ToUInt16(facts, ModeAt) & TypeBits) != RegularBits;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, [Out] byte[] facts);
}
