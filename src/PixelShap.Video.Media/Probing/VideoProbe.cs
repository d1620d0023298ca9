using PixelShap.Video.Frames;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Probing;

/// <summary>Tells what a video file holds without decoding it.</summary>
public static class VideoProbe
{
    /// <summary>Reads the headers of a file.</summary>
    /// <param name="path">The path of a local file; any name is taken literally, never as an address or a pattern.</param>
    /// <param name="cancellationToken">Ends the probing at once.</param>
    /// <param name="tools">Where FFmpeg is. The default value is what <see cref="FfmpegTools.Locate"/> finds.</param>
    /// <exception cref="PixelShapException">The file is missing, unreadable, damaged or no video (<see cref="ExitCode.Input"/>), or
    /// FFmpeg is not installed (<see cref="ExitCode.Failed"/>).</exception>
    public static async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken, FfmpegTools? tools = null) =>
        (await MediaProbe.ReadAsync(path, tools ?? FfmpegTools.Locate(), TimeProvider.System, cancellationToken)).Info;
}
