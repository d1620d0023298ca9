using PixelShap.Video.Files;

namespace PixelShap.Video.Media.Probing;

/// <summary>Tells a person who gave something else in place of a picture what it is.</summary>
public static class PictureKind
{
    private static readonly string[] s_decodable = ["a JPEG picture", "a PNG picture", "a BMP picture", "a TIFF or raw camera picture", "a WebP picture"];

    /// <summary>Refuses a file that is known to be no picture; what is not there, or not known, is left to whoever reads it.</summary>
    /// <exception cref="PixelShapException">It is a video, text, an archive and the like.</exception>
    public static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsRegular(path))
        {
            return;
        }

        string file = InputFile.Shown(path);
        if (InputFile.IsVideo(path))
        {
            throw InputFile.Error($"{file} is a video, not a picture.", $"Use: pixelshap run {file}");
        }

        if (InputFile.Kind(path) is { } kind && !s_decodable.Contains(kind.Name))
        {
            bool isPicture = kind.Name.EndsWith("picture", StringComparison.Ordinal) || kind.Name.EndsWith("drawing", StringComparison.Ordinal);
            throw InputFile.Error(
                isPicture ? $"{file} is {kind.Name}, which is not read." : $"{file} is {kind.Name}, not a picture.",
                isPicture ? "Convert it to JPEG or PNG." : "Give a JPEG or PNG file.");
        }
    }

    private static bool IsRegular(string path)
    {
        try
        {
            return File.Exists(path) && RegularFile.Facts(path).Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
