using System.Globalization;
using System.Net;
using System.Text;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>A page that lists the reports of runs, with relative links; no script, and nothing is fetched.</summary>
public static class ReportIndex
{
    /// <summary>The name of the page.</summary>
    public const string Name = "index.html";

    private const string Style =
        "body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1d20;background:#fff}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem .8rem .5rem 0;border-bottom:1px solid #ccc;vertical-align:top}"
        + "@media(prefers-color-scheme:dark){body{background:#15171a;color:#e8e8e8}a{color:#8ab8ff}th,td{border-color:#444}}";

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="runs">The runs, each with the address of its report relative to the page.</param>
    /// <param name="product">The program and its version.</param>
    public static async Task WriteAsync(Stream stream, IReadOnlyList<(string Address, string Name, RecordedRun Run)> runs, string product)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(runs);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{ReportPage.HashOf(Style)}'; base-uri 'none'; form-action 'none'">
            <title>{runs.Count} runs</title><style>{Style}</style></head><body>
            <h1>What the answers depended on</h1>
            <table><thead><tr><th scope="col">run</th><th scope="col">clip</th><th scope="col">analysed</th><th scope="col">frames</th><th scope="col">keyframes</th><th scope="col">questions</th></tr></thead><tbody>

            """);
        foreach ((string address, string name, RecordedRun run) in runs)
        {
            RunResults results = run.Results;
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{WebUtility.HtmlEncode(address)}\">{WebUtility.HtmlEncode(name)}</a></td><td>{WebUtility.HtmlEncode(InputName.Of(results.Header.Input))}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{results.Header.CreatedAt:yyyy-MM-dd HH:mm}{(run.IsComplete ? "" : ", cut off")}</td><td>{results.FrameCount}</td><td>{results.KeyframeCount}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{string.Join("<br>", results.Prompts.Select(prompt => WebUtility.HtmlEncode(QuestionOf(prompt))))}</td></tr>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"</tbody></table>\n<p>Made with {WebUtility.HtmlEncode(product)}.</p>\n</body></html>\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static string QuestionOf(PromptResults prompt) => prompt.Timeline.Keyframes.Count > 0 ? prompt.Timeline.Keyframes[0].Prompt : prompt.Name;
}
