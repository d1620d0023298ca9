using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelShap.Video.Publishing.Exports;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>
/// Writes the report of a run as one HTML page: its style, its script and its data are in it, and a content security policy lets nothing else run
/// and nothing be fetched. See docs/decisions/0073.
/// </summary>
public static class ReportPage
{
    // In the order in which they use each other.
    private static readonly string[] s_scripts =
        ["model.js", "dom.js", "picture.js", "overlay.js", "timeline.js", "ranking.js", "difference.js", "coalitions.js", "keyframes.js", "events.js", "record.js", "page.js"];

    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Script();

    /// <summary>What the page may do, as the value of a <c>Content-Security-Policy</c> header.</summary>
    /// <param name="elsewhere">Where pictures and video may come from besides the page itself, for example <c>'self'</c>; may be empty.</param>
    public static string Policy(string elsewhere) =>
        $"default-src 'none'; script-src '{HashOf(s_script)}'; style-src '{HashOf(s_style)}'; "
        + $"img-src data: {elsewhere}; media-src blob: {elsewhere}; base-uri 'none'; form-action 'none'";

    /// <summary>The style, for pages that stand beside the report and are to look like it.</summary>
    public static string Style => s_style;

    /// <summary>How two answers are compared word by word, as a script module that exports <c>difference</c>.</summary>
    public static string DifferenceModule { get; } = Resource("difference.js") + "export { difference };\n";

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="source">What is in it.</param>
    public static async Task WriteAsync(Stream stream, ReportSource source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        string template = Resource("report.html");
        int position = 0;
        while (template.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var start)
        {
            int end = template.IndexOf("}}", start, StringComparison.Ordinal);
            await WriteTextAsync(stream, template[position..start]);
            await WritePartAsync(stream, template[(start + 2)..end], source);
            position = end + 2;
        }

        await WriteTextAsync(stream, template[position..]);
    }

    private static async Task WritePartAsync(Stream stream, string name, ReportSource source)
    {
        switch (name)
        {
            case "policy":
                await WriteTextAsync(stream, Policy(source.Elsewhere));
                break;
            case "title":
                await WriteTextAsync(stream, WebUtility.HtmlEncode(InputName.Of(source.Results.Header.Input)));
                break;
            case "links":
                await WriteTextAsync(stream, string.Concat(source.Links.Select(link => $"<a id=\"{WebUtility.HtmlEncode(link.Id)}\" href=\"{WebUtility.HtmlEncode(link.Address)}\">{WebUtility.HtmlEncode(link.Text)}</a>")));
                break;
            case "files":
                await WriteTextAsync(stream, ReportFiles.Html(source.Files));
                break;
            case "style":
                await WriteTextAsync(stream, s_style);
                break;
            case "script":
                await WriteTextAsync(stream, s_script);
                break;
            case "drive":
                await WriteTextAsync(stream, ReportDrive.Html(source.Document));
                break;
            case "own":
                await WriteTextAsync(stream, ReportOwnCar.Html(source.Document));
                break;
            case "data":
                ReportData.Write(stream, source);
                break;
            case "pictures":
                WritePictures(stream, source.Pictures as EmbeddedPictures);
                break;
            case "video":
                await WriteVideoAsync(stream, source.Video?.Path);
                break;
            default:
                throw new InvalidOperationException($"The template has an unknown part {name}.");
        }
    }

    private static void WritePictures(Stream stream, EmbeddedPictures? pictures)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (byte[] picture in pictures?.Read() ?? [])
        {
            json.WriteBase64StringValue(picture);
            json.Flush();
        }

        json.WriteEndArray();
    }

    private static async Task WriteVideoAsync(Stream stream, string? path)
    {
        if (path is null)
        {
            return;
        }

        // Whole groups of three bytes give whole groups of four characters, without padding in between.
        byte[] bytes = new byte[3 * 16_384], text = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        await using FileStream video = File.OpenRead(path);
        while (await video.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false) is > 0 and var count)
        {
            OperationStatus status = Base64.EncodeToUtf8(bytes.AsSpan(0, count), text, out _, out int written);
            System.Diagnostics.Debug.Assert(status == OperationStatus.Done, "The buffer is large enough.");
            await stream.WriteAsync(text.AsMemory(0, written));
        }
    }

    private static string Script()
    {
        var script = new StringBuilder("\"use strict\";\n(() => {\n");
        foreach (string name in s_scripts)
        {
            script.Append(Resource(name)).Append('\n');
        }

        return script.Append("})();\n").ToString();
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"report/{name}")
            ?? throw new InvalidOperationException($"The resource {name} of the report is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A text of a page as its policy names it.</summary>
    internal static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static Task WriteTextAsync(Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
}
