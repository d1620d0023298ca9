using PixelShap.Video.Cli.Models;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>The folders that the program writes into: whether it may, and how much room there is.</summary>
/// <param name="folders">What each is called, what it is, and whether the program is of no use without it.</param>
internal sealed class StorageExamination(params (string Name, string Path, bool IsRequired)[] folders) : IExamination
{
    // An hour of 1080p with its annotated video and report takes about this much.
    private const long LittleRoom = 2_000_000_000;

    private const string Area = "Disk";

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. folders.Select(folder => Examine(folder.Name, Path.GetFullPath(folder.Path), folder.IsRequired))]);

    private static Finding Examine(string name, string path, bool isRequired)
    {
        FindingState failed = isRequired ? FindingState.Missing : FindingState.Warning;
        if (File.Exists(path))
        {
            return new Finding(Area, name, failed, $"{path} is a file, not a folder") { Remedy = "Name a folder." };
        }

        try
        {
            // What is not there yet is made when it is needed: its first folder above that is there decides.
            string there = path;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
            {
                there = above;
            }

            string probe = Path.Combine(there, $".pixelshap-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            long room = new DriveInfo(there).AvailableFreeSpace;
            return room < LittleRoom
                ? new Finding(Area, name, FindingState.Warning, $"{path}: {ByteSize.Of(room)} free") { Remedy = "Make room: a run of an hour needs about 2 GB." }
                : new Finding(Area, name, FindingState.Ok, $"{path}, {ByteSize.Of(room)} free");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Finding(Area, name, failed, $"{path} cannot be written to") { Remedy = "Check its rights, or name another folder." };
        }
    }
}
