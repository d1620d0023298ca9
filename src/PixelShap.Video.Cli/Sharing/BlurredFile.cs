using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Vision.OpenCv;
using Spectre.Console;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>A video in which something is made unrecognisable: where the blur was uncertain, it gets its name when somebody has looked.</summary>
internal sealed class BlurredFile
{
    private readonly string _name;
    private readonly string? _page;
    private readonly int _doubts;

    private BlurredFile(string name, string path, string? page, int doubts) => (_name, Path, _page, _doubts) = (name, path, page, doubts);

    /// <summary>The file that is written.</summary>
    public string Path { get; }

    /// <summary>Where a video is to be written to, and the page of what is uncertain beside it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="plan">What is covered; null for nothing.</param>
    /// <param name="yes">Whether nobody needs to look.</param>
    public static async Task<BlurredFile> ForAsync(string name, BlurPlan? plan, bool yes)
    {
        if (plan is not { DoubtCount: > 0 } || yes)
        {
            return new BlurredFile(name, name, null, 0);
        }

        string page = System.IO.Path.ChangeExtension(name, ".uncertain.html");
        await WholeFile.WriteAsync(page, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(PageOf(plan))).AsTask());
        return new BlurredFile(name, System.IO.Path.ChangeExtension(name, $".unchecked{System.IO.Path.GetExtension(name)}"), page, plan.DoubtCount);
    }

    /// <summary>Asks for a look where one is needed, and gives the file its name.</summary>
    /// <returns>The name that it has.</returns>
    public string Settle(IAnsiConsole console, bool json)
    {
        if (_page is null)
        {
            return _name;
        }

        console.MarkupLineInterpolated($"The blur is not sure of {_doubts} of what it covers: {_page} shows them (as filmed: not for sharing).");
        if (!json && !Console.IsInputRedirected && console.Profile.Capabilities.Interactive)
        {
            console.MarkupLineInterpolated($"Look at that page and at {Path}. Is everything covered that must be? Then type 'yes':");
            if (Console.In.ReadLine()?.Trim() is "yes" or "y")
            {
                File.Move(Path, _name, overwrite: true);
                File.Delete(_page);
                return _name;
            }
        }

        console.MarkupLineInterpolated($"[yellow]warning:[/] Nobody has looked yet, so the video is called {Path}. Look at both, then rename it, or add --yes.");
        return Path;
    }

    /// <summary>What is covered, for programs.</summary>
    public static JsonNode? ToJson(BlurPlan? plan) => plan is null ? null : new JsonObject
    {
        ["frames"] = plan.FrameCount,
        ["uncertain"] = plan.DoubtCount,
        ["covered"] = new JsonArray([.. plan.Counts.Select(count => (JsonNode)new JsonObject
        {
            ["what"] = count.Rule,
            ["frames"] = count.Frames,
            ["held_frames"] = count.Held,
            ["sightings"] = count.Sightings,
            ["uncertain"] = count.Uncertain,
        })]),
    };

    private static string PageOf(BlurPlan plan)
    {
        var codec = new OpenCvImageCodec();
        var page = new StringBuilder(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>What the blur was not sure of</title>
            <style>body{font:15px sans-serif;margin:2em;background:#fff;color:#111}figure{display:inline-block;margin:6px;width:170px;vertical-align:top}img{max-width:160px;display:block}</style>
            <h1>What the blur was not sure of</h1>
            <p>All of this is covered in the video. Where one of these is a face, a plate or a person, look in the video whether it is covered all the time that it can be seen.
            <strong>These pictures are as filmed: do not share this page.</strong></p>

            """);
        foreach (BlurDoubt doubt in plan.Doubts)
        {
            string caption = string.Create(
                CultureInfo.InvariantCulture, $"{doubt.Rule} at {RunWarnings.Clock(doubt.Seconds)}, score {doubt.Score:0.00}, seen in {doubt.Looks} {(doubt.Looks == 1 ? "frame" : "frames")}");
            page.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(codec.EncodeJpeg(doubt.Thumbnail, 80))}\"><figcaption>{WebUtility.HtmlEncode(caption)}</figcaption></figure>\n");
        }

        if (plan.DoubtCount > plan.Doubts.Count)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>And {plan.DoubtCount - plan.Doubts.Count} more, of which there is no picture here.</p>\n");
        }

        return page.Append("</html>\n").ToString();
    }
}
