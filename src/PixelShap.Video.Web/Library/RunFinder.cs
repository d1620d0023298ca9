using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Library;

/// <summary>The library's search without a browser.</summary>
public static class RunFinder
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Finds runs.</summary>
    /// <param name="folder">Where they are, in it or below it.</param>
    /// <param name="query">What they must have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The newest first.</returns>
    /// <exception cref="PixelShapException">The folder cannot be read.</exception>
    public static IReadOnlyList<FoundRun> Find(string folder, RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        string root = Path.GetFullPath(folder);
        var search = new RunSearch(query.Words, query.Verdict, query.Event, query.Class);
        List<FoundRun> found = [];
        foreach (string path in RunDirectory.Below(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunSummary run = RunSummaryReader.Read(path, path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'));
            if ((query.Since is null || run.Date >= query.Since) && search.Find(run) is { } hits)
            {
                found.Add(new FoundRun(run, hits));
            }
        }

        return [.. found.OrderByDescending(run => run.Date).ThenBy(run => run.Name, StringComparer.Ordinal)];
    }

    /// <summary>The same as the library's page gets it.</summary>
    /// <param name="runs">What was found.</param>
    public static string Json(IReadOnlyList<FoundRun> runs) => new JsonArray([.. runs.Select(run =>
    {
        JsonObject written = LibraryRoutes.Write(run.Summary, run.Hits);
        written["path"] = run.Path;
        return (JsonNode)written;
    })]).ToJsonString(s_indented);
}

/// <summary>What runs must have.</summary>
/// <param name="Words">Words, all of them; what stands in quotation marks is one.</param>
/// <param name="Verdict">A kind of verdict; empty for any.</param>
/// <param name="Event">A kind of event; empty for any.</param>
/// <param name="Class">A class among the most important road users; empty for any.</param>
/// <param name="Since">No older ones: recorded then, or analysed where nobody knows that; null for all.</param>
public sealed record RunQuery(string Words, string Verdict, string Event, string Class, DateTimeOffset? Since);

/// <summary>A run that was found.</summary>
public sealed class FoundRun
{
    internal FoundRun(RunSummary summary, IReadOnlyList<RunText> hits)
    {
        Summary = summary;
        Hits = hits;
    }

    /// <summary>The directory.</summary>
    public string Path => Summary.Path;

    /// <summary>The directory as seen from the folder.</summary>
    public string Name => Summary.Name;

    /// <summary>When it was recorded, else analysed.</summary>
    public DateTimeOffset? Date => Summary.Date;

    /// <summary>The clip.</summary>
    public string Clip => Summary.Clip;

    /// <summary>What is wrong with it; empty for nothing.</summary>
    public string Note => Summary.Note;

    /// <summary>The moments that have the words, the best first: their seconds (null for the whole run), what they are, and the text.</summary>
    public IEnumerable<(double? Seconds, string Kind, string Text)> Moments => Hits.Select(hit => (hit.Seconds, hit.Kind, hit.Text));

    internal RunSummary Summary { get; }

    internal IReadOnlyList<RunText> Hits { get; }
}
