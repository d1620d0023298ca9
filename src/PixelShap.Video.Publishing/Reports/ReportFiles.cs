using System.Net;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>What lies beside a report that can be taken along: the videos and the exports of its run.</summary>
internal static class ReportFiles
{
    private const string Review = "review.mp4";

    // What only the program reads.
    private static readonly string[] s_own = ["journal.psj", "log.jsonl", "drive.json"];

    /// <summary>The names of the files beside a page; empty for a page that goes elsewhere or leaves something out for others.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="page">The page.</param>
    /// <param name="sharing">What it leaves out.</param>
    public static IReadOnlyList<string> Beside(RunDirectory directory, string page, ReportSharing sharing)
    {
        string full = Path.GetFullPath(page);
        return sharing.LeavesOut || Path.GetDirectoryName(full) != Path.GetFullPath(directory.Path).TrimEnd(Path.DirectorySeparatorChar)
            ? []
            : [.. Directory.EnumerateFiles(directory.Path).Where(file => Path.GetFullPath(file) != full).Select(file => Path.GetFileName(file)).Where(IsForOthers).Order(StringComparer.Ordinal)];
    }

    /// <summary>The review among the files, as a place to go to.</summary>
    public static IEnumerable<ReportLink> Links(IReadOnlyList<string> files) => files.Contains(Review) ? [new ReportLink("review", "Review video", Review)] : [];

    /// <summary>The list of them; empty where there are none.</summary>
    public static string Html(IReadOnlyList<string> files) => files.Count == 0
        ? ""
        : $"<h3>Beside this page</h3><ul class=\"files\">{string.Concat(files.Select(file => $"<li><a href=\"{WebUtility.HtmlEncode(Uri.EscapeDataString(file))}\" download>{WebUtility.HtmlEncode(file)}</a></li>"))}</ul>";

    private static bool IsForOthers(string name) => !name.StartsWith('.') && !s_own.Contains(name) && !name.EndsWith(".tmp", StringComparison.Ordinal);
}
