namespace PixelShap.Video.Cli.Composition;

/// <summary>The sample drives, where the program runs from its repository or beside it.</summary>
internal static class SampleDrives
{
    private const string FolderName = "sample-videos", First = "pedestrian-behind-van.mp4";
    private const int Highest = 6;

    /// <summary>Their folder; null where they are not at hand.</summary>
    public static string? Find()
    {
        IEnumerable<string?> above = Enumerable.Range(0, Highest).Select(levels => Path.GetFullPath(Path.Combine([AppContext.BaseDirectory, .. Enumerable.Repeat("..", levels), FolderName])));
        return ((string?[])[Path.GetFullPath(FolderName), .. above]).FirstOrDefault(folder => File.Exists(Path.Combine(folder!, First)));
    }
}
