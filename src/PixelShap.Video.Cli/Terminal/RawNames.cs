using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>
/// Makes files openable whose names are not UTF-8, as cameras and old disks write them: .NET decodes arguments as UTF-8 and cannot name such a file any more. Each gets a link with a
/// readable name, which lives as long as the process.
/// </summary>
internal sealed partial class RawNames : IDisposable
{
    private const char Undecodable = '\uFFFD';

    // O_NONBLOCK with O_RDONLY, and SEEK_END, of Linux.
    private const int ReadWithoutWaiting = 0x800, FromEnd = 2;
    private string? _folder;

    private RawNames(string[] arguments) => Arguments = arguments;

    /// <summary>The arguments, the names of such files replaced with those of the links.</summary>
    public string[] Arguments { get; }

    /// <summary>Looks through the arguments of this process. Without such a name nothing is done.</summary>
    public static RawNames Of(string[] arguments)
    {
        var names = new RawNames([.. arguments]);
        if (!OperatingSystem.IsLinux() || !Array.Exists(arguments, argument => argument.Contains(Undecodable, StringComparison.Ordinal)))
        {
            return names;
        }

        List<byte[]> raw = RawArguments();
        int before = raw.Count - arguments.Length;
        for (int i = 0; before >= 0 && i < arguments.Length; i++)
        {
            if (arguments[i].Contains(Undecodable, StringComparison.Ordinal))
            {
                names.Arguments[i] = names.Linked(arguments[i], raw[before + i]);
            }
        }

        return names;
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>The argument with the file in it replaced; as it was where there is no such file. An option may stand before it: --input=FILE.</summary>
    private string Linked(string argument, byte[] raw)
    {
        int value = argument.StartsWith("--", StringComparison.Ordinal) ? Array.IndexOf(raw, (byte)'=') + 1 : 0;
        byte[] name = [.. raw.AsSpan(value), 0];
        if (!IsFileOrFolder(name))
        {
            return argument;
        }

        _folder ??= Directory.CreateTempSubdirectory("pixelshap-name-").FullName;
        int slash = name.AsSpan(0, name.Length - 1).LastIndexOf((byte)'/');
        string link = Path.Combine(_folder, PlainText.Of(Encoding.Latin1.GetString(name.AsSpan(slash + 1, name.Length - slash - 2))));
        byte[] target = name[0] == (byte)'/' ? name : [.. Encoding.UTF8.GetBytes(Environment.CurrentDirectory), (byte)'/', .. name];
        return MakeLink(target, [.. Encoding.UTF8.GetBytes(link), 0]) == 0 ? Encoding.UTF8.GetString(raw.AsSpan(0, value)) + link : argument;
    }

    /// <summary>Whether there is such a file. A pipe, of which no end can be sought, is none: opening it later would wait for ever.</summary>
    private static bool IsFileOrFolder(byte[] name)
    {
        int file = Open(name, ReadWithoutWaiting);
        if (file < 0)
        {
            return false;
        }

        using var handle = new SafeFileHandle(file, ownsHandle: true);
        return Seek(handle, 0, FromEnd) >= 0;
    }

    private static List<byte[]> RawArguments()
    {
        var arguments = new List<byte[]>();
        byte[] line = File.ReadAllBytes("/proc/self/cmdline");
        for (int start = 0; start < line.Length;)
        {
            int end = Array.IndexOf(line, (byte)0, start);
            end = end < 0 ? line.Length : end;
            arguments.Add(line[start..end]);
            start = end + 1;
        }

        return arguments;
    }

    [LibraryImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "symlink")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakeLink(byte[] target, byte[] link);
}
