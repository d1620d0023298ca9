using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Probing;

/// <summary>Says in words for people why FFmpeg could not read a file.</summary>
internal static class InputErrors
{
    /// <param name="path">The file.</param>
    /// <param name="errors">What FFmpeg said.</param>
    public static PixelShapException Explain(string path, ErrorLog errors)
    {
        string file = InputFile.Shown(path);
        var cause = new IOException(string.Join(Environment.NewLine, errors.Lines));
        if (errors.Mentions("not on whitelist"))
        {
            return InputFile.Error(
                $"{file} is a playlist or another format that refers to other files or addresses, which are not opened.",
                "Give the video file itself, for example an MP4 or MKV file.", cause);
        }

        if (InputFile.LooksLikeText(path))
        {
            return InputFile.Error($"{file} holds text, not video, whatever its name says.", "Give a video file, for example MP4 or MKV.", cause);
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
}
