using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>The files of a run directory, and what reviewers wrote into it.</summary>
public static class CaseFolder
{
    /// <summary>The file of a run directory into which reviewers' marks and verdicts are written, one JSON object a line with <c>by</c> and <c>at</c>.</summary>
    public const string MarksName = "marks.jsonl";

    private const int MostMarksBytes = 64 << 20;

    /// <summary>Everything in a run directory but hidden files, what is only a link, and the case itself.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="output">The case that is being made.</param>
    /// <param name="notes">Takes what is left out.</param>
    internal static IReadOnlyList<CasePart> Parts(RunDirectory directory, string output, List<string> notes)
    {
        List<CasePart> parts = [];
        var root = new DirectoryInfo(directory.Path);
        Collect(root.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? root, "run", Path.GetFullPath(output), parts, notes);
        parts.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return parts;
    }

    /// <summary>Who marked what and when.</summary>
    /// <param name="parts">The files of the run.</param>
    /// <param name="notes">Takes what a mark does not say.</param>
    internal static IReadOnlyList<CaseReview> Reviews(IReadOnlyList<CasePart> parts, List<string> notes)
    {
        List<CaseReview> reviews = [];
        foreach (CasePart part in parts.Where(part => Path.GetFileName(part.Path) == MarksName && new FileInfo(part.File!).Length > 0))
        {
            int number = 0;
            foreach (string line in RegularFile.ReadText(part.File!, MostMarksBytes).Split('\n'))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                JsonObject? mark = Parse(line);
                var review = new CaseReview(part.Path, number, TextOf(mark, "by"), TextOf(mark, "at"));
                if (review.By is null || review.At is null)
                {
                    notes.Add($"Line {number} of {part.Path} does not say {(review.By is null ? "who wrote it" : "when it was written")}.");
                }

                reviews.Add(review);
            }
        }

        return reviews;
    }

    private static void Collect(DirectoryInfo folder, string name, string output, List<CasePart> parts, List<string> notes)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().Where(entry => entry.Name[0] != '.' && entry.FullName != output))
        {
            string path = $"{name}/{entry.Name}";
            if (entry.LinkTarget is not null)
            {
                notes.Add($"{path} is a link and is left out.");
            }
            else if (entry is DirectoryInfo inner)
            {
                Collect(inner, path, output, parts, notes);
            }
            else
            {
                parts.Add(new CasePart(path, entry.FullName, null));
            }
        }
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonObject? mark, string key) => mark?[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
