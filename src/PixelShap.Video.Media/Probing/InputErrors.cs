using System.Text.RegularExpressions;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Probing;

/// <summary>Says in words for people why FFmpeg could not read a file.</summary>
internal static partial class InputErrors
{
    /// <param name="path">The file.</param>
    /// <param name="errors">What FFmpeg said.</param>
    public static PixelShapException Explain(string path, ErrorLog errors)
    {
        string file = InputFile.Shown(path);
        var cause = new IOException(string.Join(Environment.NewLine, errors.Lines));
        if (InputFile.Kind(path) is { } kind)
        {
            return InputFile.Error($"{file} is {kind.Name}, not a video{(HasNameOfVideo(path) ? ", whatever its name says" : "")}.", kind.Remedy, cause);
        }

        if (errors.Mentions("not on whitelist"))
        {
            string? name = errors.Lines.Select(line => WhitelistPattern().Match(line)).FirstOrDefault(match => match.Success)?.Groups["name"].Value;
            return InputFile.Error(
                $"{file} is taken for the format {(name is null ? "of something else" : $"'{name}'")} by FFmpeg, which is not among the video files that are opened.",
                "Give the video file itself, for example an MP4 or MKV file, or convert it to MP4.", cause);
        }

        if (errors.Mentions("moov atom not found") && InputFile.LooksLikeMp4(path))
        {
            return InputFile.Error(
                $"{file} was cut off before its index was written (it has no moov atom), so no picture in it can be found.",
                "Copy it again, or repair it with a tool such as untrunc and an intact clip from the same camera.", cause);
        }

        if (errors.Mentions("Decoder") && errors.Mentions("not found"))
        {
            return InputFile.Error($"{file} uses a codec that this FFmpeg cannot decode.", "Install a full build of FFmpeg, or convert the file.", cause);
        }

        return InputFile.Error(
            $"{file} is damaged or not a video file that FFmpeg knows.", "Check that it plays in a video player; copy it again or convert it to MP4.", cause);
    }

    private static bool HasNameOfVideo(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".mov" or ".m4v" or ".mkv" or ".webm" or ".avi" or ".ts" or ".mts" or ".m2ts" or ".mpg" or ".mpeg" or ".wmv" or ".flv" or ".3gp" or ".dav";

    [GeneratedRegex(@"^\[(?<name>[\w,]+) @ [^\]]*\] (\[\w+\] )?Format not on whitelist", RegexOptions.ExplicitCapture)]
    private static partial Regex WhitelistPattern();
}
