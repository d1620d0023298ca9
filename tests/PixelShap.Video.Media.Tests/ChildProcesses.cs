namespace PixelShap.Video.Media.Tests;

/// <summary>The children of this process, zombies included, as the kernel lists them.</summary>
internal static class ChildProcesses
{
    /// <summary>The names and states of the children that belong to FFmpeg.</summary>
    public static List<string> OfFfmpeg() => [.. All().Select(child => $"{child.Name} {child.State}")];

    /// <summary>The process ids of the children that belong to FFmpeg.</summary>
    public static List<int> IdsOfFfmpeg() => [.. All().Select(child => child.Id)];

    /// <summary>The process group of a process.</summary>
    public static int GroupOf(string process) => Read($"/proc/{process}")!.Value.Group;

    /// <summary>The number of open files, pipes and sockets of this process.</summary>
    public static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static IEnumerable<(int Id, string Name, string State)> All() => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Select(Read)
        .Where(process => process is { } found && found.Parent == Environment.ProcessId
            && (found.Name is "ffmpeg" or "ffprobe" or "setpriv" or "setsid"))
        .Select(process => (process!.Value.Id, process.Value.Name, process.Value.State));

    private static (int Id, string Name, string State, int Parent, int Group)? Read(string folder)
    {
        try
        {
            // pid (name) state ppid pgrp …
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(stat[..stat.IndexOf(' ')]), stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')], rest[0], int.Parse(rest[1]), int.Parse(rest[2]));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
