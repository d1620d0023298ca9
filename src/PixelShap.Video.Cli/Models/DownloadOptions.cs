namespace PixelShap.Video.Cli.Models;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Attempts in a row that bring nothing, after which it gives up. The default value is 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first of them; each next one is twice as long, at most <see cref="LongestDelay"/>. The default value is 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where a server asks for a longer one. The default value is 60 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection or the next bytes may take. The default value is 30 s.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What stays free on the disk besides the file. The default value is 64 MB.</summary>
    public long Reserve { get; init; } = 64L << 20;

    /// <summary>The bytes that a file may have where nobody says how many it has. The default value is 64 GB.</summary>
    public long Largest { get; init; } = 64L << 30;

    /// <summary>The bytes free where a folder lies. The default value asks the system.</summary>
    public Func<string, long> FreeBytes { get; init; } = static folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}
