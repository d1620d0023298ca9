using System.Text;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Processes;

/// <summary>What an FFmpeg was built with: its own lists.</summary>
/// <param name="Version">What it calls itself, for example <c>5.1.6-0+deb12u1</c>.</param>
/// <param name="Encoders">Names of encoders, for example <c>libx264</c>.</param>
/// <param name="Decoders">Names of decoders, for example <c>h264</c>.</param>
/// <param name="Filters">Names of filters, for example <c>scale</c>.</param>
/// <param name="Formats">Names of containers that it reads or writes, for example <c>mp4</c>.</param>
/// <param name="Protocols">Names of protocols that it reads, for example <c>file</c>.</param>
public sealed partial record FfmpegFeatures(
    string Version,
    IReadOnlySet<string> Encoders,
    IReadOnlySet<string> Decoders,
    IReadOnlySet<string> Filters,
    IReadOnlySet<string> Formats,
    IReadOnlySet<string> Protocols)
{
    /// <summary>The oldest FFmpeg that works: earlier ones have no <c>-fps_mode</c>.</summary>
    public static Version Oldest { get; } = new(5, 1);

    /// <summary><see cref="Version"/> as numbers; null for one that was built from the repository.</summary>
    public Version? Number => Numbers().Match(Version) is { Success: true } match ? System.Version.Parse(match.Value) : null;

    /// <summary>Asks FFmpeg.</summary>
    /// <exception cref="PixelShapException">It does not start, or ends with an error.</exception>
    public static async Task<FfmpegFeatures> ReadAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tools);
        string banner = await AskAsync(tools, "-version", cancellationToken);
        return new FfmpegFeatures(
            banner.Split('\n', 2)[0].Split(' ') is ["ffmpeg", "version", var version, ..] ? version : "of unknown version",
            Names(await AskAsync(tools, "-encoders", cancellationToken)),
            Names(await AskAsync(tools, "-decoders", cancellationToken)),
            Names(await AskAsync(tools, "-filters", cancellationToken)),
            Names(await AskAsync(tools, "-formats", cancellationToken)),
            Protocol(await AskAsync(tools, "-protocols", cancellationToken)));
    }

    private static async Task<string> AskAsync(FfmpegTools tools, string list, CancellationToken cancellationToken)
    {
        await using ChildProcess process = await ChildProcess.StartAsync(tools, tools.Ffmpeg, ["-hide_banner", list]);
        using var reader = new StreamReader(process.StandardOutput, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 14, leaveOpen: true);
        string text = await reader.ReadToEndAsync(cancellationToken);
        int status = await process.WaitAsync(cancellationToken);
        return status == 0 && text.Length > 0 ? text : throw new PixelShapException(
            ExitCode.Failed, $"{tools.Ffmpeg} {list} ended with {status}.", "Install FFmpeg again, for example with `sudo apt-get install --reinstall ffmpeg`.");
    }

    /// <summary>The second word of the lines that begin with flags, several names with commas between them.</summary>
    private static HashSet<string> Names(string list) => [.. Entries().Matches(list).SelectMany(match => match.Groups["names"].Value.Split(','))];

    /// <summary>Those under <c>Input:</c>, one in a line.</summary>
    private static HashSet<string> Protocol(string list) =>
        [.. list.Split('\n').Select(line => line.Trim()).SkipWhile(line => line != "Input:").TakeWhile(line => line != "Output:")];

    [GeneratedRegex(@"^ *[A-Z.|]{1,6} +(?<names>[a-z0-9_,]+)", RegexOptions.Multiline)]
    private static partial Regex Entries();

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex Numbers();
}
