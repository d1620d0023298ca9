using System.Globalization;
using FFMpegCore;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Writing;

/// <summary>
/// Takes one picture out of a finished video of ours. FFMpegCore writes the arguments; the child is started like every other, so that it ends with us and
/// gets no key in its environment: see docs/decisions/0020-ffmpeg-as-child-process.md.
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
        try
        {
            string arguments = FFMpegArguments
                .FromFileInput(source, verifyExists: false, options => options.WithCustomArgument("-ss " + seconds.ToString("F6", CultureInfo.InvariantCulture)))
                .OutputToFile(temporary, overwrite: true, options => options
                    .WithFrameCount(1).WithVideoQualityScale(Quality).DisableAudio().WithCustomArgument("-update 1"))
                .Arguments;
            await using ChildProcess process = await ChildProcess.StartAsync(
                tools, tools.Ffmpeg, ["-hide_banner", "-loglevel", "error", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument.Trim('"'))], folder: folder);
            if (await process.WaitAsync(cancellationToken) != 0)
            {
                throw process.Errors.Mentions("No space left") ? Full(source) : Refused(source, null);
            }

            string made = Path.Combine(folder, temporary);
            if (!File.Exists(made))
            {
                return false;
            }

            File.Move(made, Path.Combine(folder, target), overwrite: true);
            return true;
        }
        catch (IOException error)
        {
            throw Refused(source, error);
        }
        finally
        {
            File.Delete(Path.Combine(folder, temporary));
        }
    }

    private static PixelShapException Full(string video) =>
        new(ExitCode.Failed, $"No picture could be taken out of {video}, because the disk is full.", "Make room there, or choose an output on another disk.");

    private static PixelShapException Refused(string video, Exception? cause) =>
        new(ExitCode.Failed, $"No picture could be taken out of {video}.", "Check that there is room on the disk and that the video plays.", cause);

    private static string Plain(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
        ? name
        : throw new ArgumentException($"The file name '{name}' needs quoting.", nameof(name));
}
