using PixelShap.Video.Files;

namespace PixelShap.Video.Media.Probing;

/// <summary>What must hold before FFmpeg gets to see a file, and how it gets to see it.</summary>
internal static class InputFile
{
    /// <summary>
    /// The containers that are opened. Left out is everything that can name other files or addresses: playlists (HLS, DASH, concat,
    /// IMF), session descriptions, image sequences and devices.
    /// </summary>
    public const string Containers =
        "mov,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,nut,gif,ivf,h264,hevc,m4v,mjpeg,mpegvideo,av1,obu,dv,rm,wtv,yuv4mpegpipe,dhav";

    /// <summary>The arguments that open the file as an input, and nothing but this file.</summary>
    public static IEnumerable<string> Arguments(string path) =>
        ["-protocol_whitelist", "file", "-format_whitelist", Containers, "-i", "file:" + Path.GetFullPath(path)];

    /// <summary>Checks that the path is a readable file with something in it.</summary>
    /// <exception cref="PixelShapException">It is not.</exception>
    public static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw Error($"{Shown(path)} is a folder, not a video file.", "Name one of the files in it.");
        }

        if (path.Length == 0 || path.Contains('\0') || !File.Exists(path))
        {
            throw Error($"{Shown(path)} does not exist.", "Check the path; a relative path starts at the current folder.");
        }

        try
        {
            // A pipe or device has no length either, and opening it might wait for ever.
            if (RegularFile.Facts(path).Length == 0)
            {
                throw Error($"{Shown(path)} is empty or not a regular file.", "Copy the recording again; a regular, complete video file is needed.");
            }

            using FileStream stream = File.OpenRead(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Error($"{Shown(path)} may not be read by the current user.", "Change its permissions, for example with `chmod u+r`.", error);
        }
        catch (IOException error)
        {
            throw Error($"{Shown(path)} cannot be read: {Cause.Of(error)}.", "Check the disk or the network share that it is on.", error);
        }
    }

    /// <summary>What the file is, by its first bytes; null where they say nothing.</summary>
    public static FileKind? Kind(string path) => FileKind.Of(Head(path));

    /// <summary>Whether the file begins like an MP4 or QuickTime file.</summary>
    public static bool LooksLikeMp4(string path) => Head(path) is { Length: > 8 } head && head.AsSpan(4, 4) is [(byte)'f', (byte)'t', (byte)'y', (byte)'p']
        or [(byte)'m', (byte)'d', (byte)'a', (byte)'t'] or [(byte)'w', (byte)'i', (byte)'d', (byte)'e'] or [(byte)'f', (byte)'r', (byte)'e', (byte)'e'];

    /// <summary>Whether the file begins as one of the usual containers of video does.</summary>
    public static bool IsVideo(string path) => Head(path) switch
    {
        [0x1A, 0x45, 0xDF, 0xA3, ..] or [0, 0, 1, 0xBA, ..] => true,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', ..] => true,
        [0x47, ..] and { Length: > 376 } head => head[188] == 0x47 && head[376] == 0x47,
        var head => FileKind.Of(head) is null && LooksLikeMp4(path),
    };

    /// <summary>A path as messages show it: control characters replaced.</summary>
    public static string Shown(string path) => string.Concat(path.Select(character => char.IsControl(character) ? '?' : character));

    public static PixelShapException Error(string message, string remedy, Exception? cause = null) => new(ExitCode.Input, message, remedy, cause);

    private static byte[] Head(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            var head = new byte[FileKind.HeadBytes];
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
