namespace PixelShap.Video.Media.Tests;

/// <summary>The children of this process, zombies included, as the kernel lists them.</summary>
internal static class ChildProcesses
{
    /// <summary>The names of the children that belong to FFmpeg.</summary>
    public static List<string> OfFfmpeg() =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Select(Describe).OfType<string>()];

    /// <summary>The number of open files, pipes and sockets of this process.</summary>
    public static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static string? Describe(string folder)
    {
        try
        {
            // pid (name) state ppid …
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            string name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
            string[] rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return rest[1] == $"{Environment.ProcessId}" && (name is "ffmpeg" or "ffprobe" or "setpriv") ? $"{name} {rest[0]}" : null;
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
