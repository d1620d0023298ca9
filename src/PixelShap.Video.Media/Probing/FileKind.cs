using System.Text;

namespace PixelShap.Video.Media.Probing;

/// <summary>What a file that is no video is, told by its first bytes as the registries of file types state them.</summary>
/// <param name="Name">What it is, with its article, as a sentence says it.</param>
/// <param name="Remedy">What a person can do instead.</param>
internal sealed record FileKind(string Name, string Remedy)
{
    /// <summary>As many bytes as are looked at.</summary>
    public const int HeadBytes = 4096;

    private const string GiveVideo = "Give a video file, for example MP4 or MKV.";
    private const string Picture = "A single picture is explained with: pixelshap explain PICTURE";
    private const string Sound = "Give the video that the sound belongs to.";
    private const string Packed = "Unpack it first, and give one of the videos in it.";
    private const string Playlist = "Give the video file itself, for example an MP4 or MKV file; a stream is watched with: pixelshap watch URL";

    private static readonly (int Offset, byte[] Bytes, FileKind Kind)[] s_signatures =
    [
        At(0, [0xFF, 0xD8, 0xFF], "a JPEG picture", Picture),
        At(0, [0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture", Picture),
        At(0, "BM"u8, "a BMP picture", Picture),
        At(0, "II*\0"u8, "a TIFF or raw camera picture", Picture),
        At(0, "MM\0*"u8, "a TIFF or raw camera picture", Picture),
        At(8, "WEBP"u8, "a WebP picture", Picture),
        At(4, "ftypheic"u8, "a HEIC picture", "Convert it to JPEG; a single picture is explained with: pixelshap explain PICTURE"),
        At(4, "ftypmif1"u8, "a HEIC picture", "Convert it to JPEG; a single picture is explained with: pixelshap explain PICTURE"),
        At(4, "ftypavif"u8, "an AVIF picture", "Convert it to JPEG; a single picture is explained with: pixelshap explain PICTURE"),
        At(0, "8BPS"u8, "a Photoshop picture", Picture),
        At(8, "WAVE"u8, "a WAV sound recording", Sound),
        At(0, "ID3"u8, "an MP3 sound recording", Sound),
        At(0, [0xFF, 0xFB], "an MP3 sound recording", Sound),
        At(0, [0xFF, 0xF3], "an MP3 sound recording", Sound),
        At(0, [0xFF, 0xF1], "an AAC sound recording", Sound),
        At(0, "fLaC"u8, "a FLAC sound recording", Sound),
        At(8, "AIFF"u8, "an AIFF sound recording", Sound),
        At(0, "#!AMR"u8, "an AMR sound recording", Sound),
        At(0, "MThd"u8, "a MIDI file", Sound),
        At(0, "PK\u0003\u0004"u8, "a ZIP archive (or an office document)", Packed),
        At(0, "Rar!"u8, "a RAR archive", Packed),
        At(0, [(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive", Packed),
        At(0, [0x1F, 0x8B], "a gzip archive", Packed),
        At(0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz archive", Packed),
        At(0, [0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive", Packed),
        At(257, "ustar"u8, "a tar archive", Packed),
        At(0, "%PDF"u8, "a PDF document", GiveVideo),
        At(0, "SQLite format 3"u8, "an SQLite database", GiveVideo),
        At(0, [0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program", GiveVideo),
        At(0, "MZ"u8, "a Windows program", GiveVideo),
        At(0, "#EXTM3U"u8, "a playlist (M3U8)", Playlist),
        At(0, "v=0"u8, "a session description (SDP)", Playlist),
        At(0, "ffconcat"u8, "a playlist (ffconcat)", Playlist),
        At(0, "[playlist]"u8, "a playlist (PLS)", Playlist),
        At(0, [0xD4, 0xC3, 0xB2, 0xA1], "a recording of network traffic (pcap)", GiveVideo),
        At(0, [0x0A, 0x0D, 0x0D, 0x0A], "a recording of network traffic (pcapng)", GiveVideo),
        At(0, [0x53, 0xEF], "an image of a file system", GiveVideo),
    ];

    /// <summary>Tells what a file is.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <returns>Null where they say nothing.</returns>
    public static FileKind? Of(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> shown = head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head;
        bool text = LooksLikeText(head);
        foreach ((int offset, byte[] bytes, FileKind kind) in s_signatures)
        {
            // Two letters may begin any text.
            if ((bytes.Length > 2 || !text) && shown.Length >= offset + bytes.Length && shown.Slice(offset, bytes.Length).SequenceEqual(bytes))
            {
                return kind;
            }
        }

        return text ? OfText(shown) : head.Length > 0 && !head.ContainsAnyExcept((byte)0) ? new FileKind("nothing but zeros", "Copy the recording again.") : null;
    }

    /// <summary>Whether the bytes are text, as far as can be seen.</summary>
    private static bool LooksLikeText(ReadOnlySpan<byte> head) => head.Length > 0 && !head.ContainsAnyInRange((byte)0, (byte)8);

    private static FileKind OfText(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head).TrimStart();
        return text switch
        {
            _ when text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase) =>
                new FileKind("a web page", "It may be an error page in place of a download: fetch the video again."),
            _ when text.Contains("<MPD", StringComparison.Ordinal) => new FileKind("a playlist (DASH)", Playlist),
            _ when text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase) || text.Contains("<svg", StringComparison.OrdinalIgnoreCase) => new FileKind("an SVG drawing", GiveVideo),
            ['{' or '[', ..] => new FileKind("text (JSON)", GiveVideo),
            _ => new FileKind("text", GiveVideo),
        };
    }

    private static (int Offset, byte[] Bytes, FileKind Kind) At(int offset, ReadOnlySpan<byte> bytes, string name, string remedy) =>
        (offset, bytes.ToArray(), new FileKind(name, remedy));
}
