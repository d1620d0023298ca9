using System.Globalization;
using FFMpegCore;
using FFMpegCore.Exceptions;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Writing;

/// <summary>
/// Takes one picture out of a finished video of ours. A short job on a file that we named ourselves, so FFMpegCore runs it: see
/// docs/decisions/0020-ffmpeg-as-child-process.md for what it must not run.
/// </summary>
public static class PosterPicture
{
    // FFmpeg's scale for JPEG: 2 is the best, 31 the worst.
    private const int Quality = 3;

    /// <summary>Writes a picture as a JPEG; an older file is replaced, but only by a whole one.</summary>
    /// <param name="video">The video. Its name must need no quoting, for FFMpegCore passes arguments as one text; its folder may have any name.</param>
    /// <param name="seconds">The time since the first picture of the video, at least 0. Past the end nothing is written.</param>
    /// <param name="name">The name of the picture in the folder of the video, ending in <c>.jpg</c>; what holds for the video's name holds for it.</param>
    /// <param name="cancellationToken">Ends the job; nothing is left behind.</param>
    /// <param name="tools">Where FFmpeg is. The default value is what <see cref="FfmpegTools.Locate"/> finds.</param>
    /// <returns>Whether there is a picture at that time.</returns>
    /// <exception cref="ArgumentException">A name needs quoting.</exception>
    /// <exception cref="PixelShapException">FFmpeg cannot be started, or the video cannot be read.</exception>
    public static async Task<bool> WriteAsync(string video, double seconds, string name, CancellationToken cancellationToken, FfmpegTools? tools = null)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        string folder = Path.GetDirectoryName(Path.GetFullPath(video))!, source = Plain(Path.GetFileName(video)), target = Plain(name);
        string temporary = $".{Path.GetFileNameWithoutExtension(target)}.part.jpg";
        tools ??= FfmpegTools.Locate();

        // Relative names and a working directory: the name of the user's folder stays out of the one text that FFMpegCore makes of the arguments.
        var where = new FFOptions { BinaryFolder = Path.GetDirectoryName(tools.Ffmpeg)!, WorkingDirectory = folder };
        try
        {
            await FFMpegArguments
                .FromFileInput(source, verifyExists: false, options => options.WithCustomArgument("-ss " + seconds.ToString("F6", CultureInfo.InvariantCulture)))
                .OutputToFile(temporary, overwrite: true, options => options
                    .WithFrameCount(1).WithVideoQualityScale(Quality).DisableAudio().WithCustomArgument("-update 1"))
                .ProcessAsynchronously(throwOnError: true, where, cancellationToken);
            string made = Path.Combine(folder, temporary);
            if (!File.Exists(made))
            {
                return false;
            }

            File.Move(made, Path.Combine(folder, target), overwrite: true);
            return true;
        }
        catch (Exception error) when (error is FFMpegException or IOException or System.ComponentModel.Win32Exception)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"No picture could be taken out of {source}.", "Check that there is room on the disk and that the video plays.", error);
        }
        finally
        {
            File.Delete(Path.Combine(folder, temporary));
        }
    }

    private static string Plain(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
        ? name
        : throw new ArgumentException($"The file name '{name}' needs quoting.", nameof(name));
}
