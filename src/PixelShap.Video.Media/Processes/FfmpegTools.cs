namespace PixelShap.Video.Media.Processes;

/// <summary>Where the programs of FFmpeg are on this machine.</summary>
/// <param name="Ffmpeg">The full path of <c>ffmpeg</c>.</param>
/// <param name="Ffprobe">The full path of <c>ffprobe</c>.</param>
/// <param name="Setpriv">The full path of <c>setpriv</c> (util-linux), which ties a child's life to ours; null where there is none.</param>
public sealed record FfmpegTools(string Ffmpeg, string Ffprobe, string? Setpriv)
{
    /// <summary>Looks the programs up.</summary>
    /// <param name="searchPath">The folders to look in, separated as in PATH. The default value is the environment's PATH.</param>
    /// <exception cref="PixelShapException">FFmpeg is not installed.</exception>
    public static FfmpegTools Locate(string? searchPath = null)
    {
        string[] folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return new FfmpegTools(
            Find("ffmpeg", folders) ?? throw Missing("ffmpeg"),
            Find("ffprobe", folders) ?? throw Missing("ffprobe"),
            Find("setpriv", folders));
    }

    private static string? Find(string program, string[] folders) =>
        folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static PixelShapException Missing(string program) => new(
        ExitCode.Failed,
        $"The program {program} was not found on the PATH.",
        "Run `make setup`, or install FFmpeg, for example with `sudo apt-get install ffmpeg`.");
}
