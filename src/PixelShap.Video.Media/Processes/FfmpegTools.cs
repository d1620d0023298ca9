namespace PixelShap.Video.Media.Processes;

/// <summary>Where the programs of FFmpeg are on this machine.</summary>
/// <param name="Ffmpeg">The full path of <c>ffmpeg</c>.</param>
/// <param name="Ffprobe">The full path of <c>ffprobe</c>.</param>
public sealed record FfmpegTools(string Ffmpeg, string Ffprobe)
{
    /// <summary>
    /// What a child process is started through, as far as the machine has it (util-linux): <c>setsid</c>, so that Ctrl-C in the terminal reaches
    /// this process alone, which then drains; and <c>setpriv</c>, so that the kernel ends the child when this process dies.
    /// </summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Looks the programs up.</summary>
    /// <param name="searchPath">The folders to look in, separated as in PATH. The default value is the environment's PATH.</param>
    /// <exception cref="PixelShapException">FFmpeg is not installed.</exception>
    public static FfmpegTools Locate(string? searchPath = null)
    {
        string[] folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        List<string> launcher = [];
        if (OperatingSystem.IsLinux() && Find("setsid", folders) is { } setsid)
        {
            launcher.Add(setsid);
        }

        if (OperatingSystem.IsLinux() && Find("setpriv", folders) is { } setpriv)
        {
            launcher.AddRange([setpriv, "--pdeathsig", "TERM", "--"]);
        }

        return new FfmpegTools(Find("ffmpeg", folders) ?? throw Missing("ffmpeg"), Find("ffprobe", folders) ?? throw Missing("ffprobe"))
        {
            Launcher = launcher,
        };
    }

    private static string? Find(string program, string[] folders) =>
        folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static PixelShapException Missing(string program) => new(
        ExitCode.Failed,
        $"The program {program} was not found on the PATH.",
        "Run `make setup`, or install FFmpeg, for example with `sudo apt-get install ffmpeg`.");
}
