using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>FFmpeg: its programs, its version, and what the program asks of it.</summary>
/// <param name="searchPath">The folders to look in, separated as in PATH; null for PATH.</param>
internal sealed class FfmpegExamination(string? searchPath = null) : IExamination
{
    private const string Area = "FFmpeg", Package = "ffmpeg";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        FfmpegTools tools;
        FfmpegFeatures features;
        try
        {
            tools = FfmpegTools.Locate(searchPath);
            features = await FfmpegFeatures.ReadAsync(tools, cancellationToken);
        }
        catch (PixelShapException exception)
        {
            return [new Finding(Area, "ffmpeg", FindingState.Missing, $"{exception.Message} Every video goes through it.") { Packages = [Package] }];
        }

        bool isOld = features.Number is { } number && number < FfmpegFeatures.Oldest;
        return
        [
            isOld
                ? new Finding(Area, "ffmpeg", FindingState.Missing, $"{features.Version} is too old: {FfmpegFeatures.Oldest} or later is needed") { Packages = [Package] }
                : new Finding(Area, "ffmpeg", FindingState.Ok, $"{features.Version}, {Path.GetDirectoryName(tools.Ffmpeg)}"),
            Has("reads files", ["mov", "matroska", "avi", "mpegts", "nut"], features.Formats, ["file", "pipe"], features.Protocols, FindingState.Missing, "no clip can be read"),
            Has("writes video", ["libx264"], features.Encoders, ["mp4"], features.Formats, FindingState.Missing, "annotated videos and reviews cannot be written"),
            Has("filters", ["scale", "setsar", "setpts", "trim", "pad", "format"], features.Filters, [], features.Filters, FindingState.Missing, "no clip can be read"),
            Has("cuts sound", ["asplit", "atrim", "asetpts", "aresample", "apad", "adelay", "concat"], features.Filters, ["aac"], features.Encoders, FindingState.Warning, "reviews with a card or several moments have no sound"),
            Has("decodes", ["h264", "hevc", "mjpeg", "mpeg4", "vp9"], features.Decoders, [], features.Decoders, FindingState.Warning, "clips in these codecs cannot be read"),
            Has("decodes AV1", ["libdav1d|libaom-av1|av1"], features.Decoders, [], features.Decoders, FindingState.Warning, "clips in AV1 cannot be read"),
            Has("live cameras", ["rtsp", "mpegts"], features.Formats, ["tcp", "udp", "rtp", "http", "tls", "https"], features.Protocols, FindingState.Warning, "'pixelshap watch' cannot reach every camera"),
            Has("subtitles", ["srt"], features.Encoders, [], features.Encoders, FindingState.Warning, "positions in subtitles are not read"),
            PictureClock.Locate() is { } tesseract
                ? new Finding(Area, "clocks in pictures", FindingState.Ok, tesseract)
                : new Finding(Area, "clocks in pictures", FindingState.Ok, "without Tesseract they are not read; all else works (package tesseract-ocr)"),
            tools.Launcher.Any(word => word.EndsWith("setpriv", StringComparison.Ordinal))
                ? new Finding(Area, "processes", FindingState.Ok, "setsid and setpriv (util-linux)")
                : new Finding(Area, "processes", FindingState.Warning, "without setpriv: FFmpeg outlives a program that is killed") { Packages = ["util-linux"] },
        ];
    }

    private static Finding Has(
        string name, string[] some, IReadOnlySet<string> among, string[] others, IReadOnlySet<string> alsoAmong, FindingState otherwise, string meaning)
    {
        string[] wanting = [.. some.Where(item => !Holds(among, item)), .. others.Where(item => !Holds(alsoAmong, item))];
        return wanting.Length == 0
            ? new Finding(Area, name, FindingState.Ok, string.Join(", ", some.Concat(others).Select(Shown)))
            : new Finding(Area, name, otherwise, $"without {string.Join(", ", wanting.Select(Shown))}: {meaning}") { Remedy = "Take an FFmpeg with these parts: Debian's has all of them." };
    }

    /// <summary>Whether one of the names with bars between them is there.</summary>
    private static bool Holds(IReadOnlySet<string> among, string names) => names.Split('|').Any(among.Contains);

    private static string Shown(string names) => names.Split('|')[0];
}
