using System.Text.Json.Nodes;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>What a page leaves out so that it can be shown to others.</summary>
public sealed record ReportSharing
{
    /// <summary>A page that leaves out nothing.</summary>
    public static ReportSharing All { get; } = new();

    /// <summary>Whether pictures of moments in which a person was seen, at any score, or within a second of them are left out, and the video where there is a person in it. The default value is false.</summary>
    public bool WithoutPersons { get; init; }

    /// <summary>Whether the model's answers are left out, and the video, in which they stand. The default value is false.</summary>
    public bool WithoutAnswers { get; init; }

    /// <summary>Whether the page stands among others in a folder that is given away: it names no folder of this machine and needs no file outside of it. The default value is false.</summary>
    public bool IsPublished { get; init; }

    /// <summary>What stands for an answer.</summary>
    internal const string LeftOut = "(answer left out)";

    internal bool LeavesOut => WithoutPersons || WithoutAnswers || IsPublished;

    /// <summary>An answer as the page has it.</summary>
    internal string Shown(string answer) => WithoutAnswers ? LeftOut : answer;

    /// <summary>What an answer rested on as the page has it: a region's words are the answer's.</summary>
    internal KeyframeAttribution Shown(KeyframeAttribution attribution)
    {
        return !WithoutAnswers ? attribution : attribution with
        {
            Search = attribution.Search is { } search ? search with { Regions = Wordless(search.Regions) } : null,
            CarriedVerdict = attribution.CarriedVerdict is { } carried ? carried with { Regions = Wordless(carried.Regions) } : null,
        };

        static SceneRegion[] Wordless(IReadOnlyList<SceneRegion> regions) => [.. regions.Select(region => region with { Words = [], Answer = LeftOut })];
    }

    /// <summary>run.json as the page has it.</summary>
    internal JsonObject Shown(JsonObject document)
    {
        if (!LeavesOut)
        {
            return document;
        }

        var copy = (JsonObject)document.DeepClone();
        if (copy["input"] is JsonObject input)
        {
            input.Remove("path");
            if (input["name"] is JsonValue value && value.TryGetValue(out string? name))
            {
                input["name"] = InputName.Of(name);
            }
        }

        if (WithoutAnswers)
        {
            RemoveAnswers(copy["summary"]);
        }

        return copy;
    }

    /// <summary>The times at which a person was seen, of whom there are to be no pictures; null where they may be shown.</summary>
    internal PersonTimes? Persons(RunResults results) => WithoutPersons ? PersonTimes.Of(results) : null;

    private static void RemoveAnswers(JsonNode? node)
    {
        if (node is JsonObject section)
        {
            if (section["answer"] is JsonValue)
            {
                section["answer"] = LeftOut;
            }

            foreach (KeyValuePair<string, JsonNode?> item in section)
            {
                RemoveAnswers(item.Value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                RemoveAnswers(item);
            }
        }
    }
}

/// <summary>When a person was in the picture, as far as the run saw it at any score.</summary>
internal sealed class PersonTimes
{
    private readonly double[] _times;

    private PersonTimes(double[] times) => _times = times;

    public bool Any => _times.Length > 0;

    public static PersonTimes Of(RunResults results) => new([.. results.ReadFrames(withMasks: false).Where(HasPerson).Select(frame => frame.Seconds).Order()]);

    /// <summary>Whether a person was seen at most so long before or after as a blur holds them.</summary>
    public bool Near(double seconds)
    {
        int place = Array.BinarySearch(_times, seconds - BlurPlanner.HoldSeconds);
        place = place < 0 ? ~place : place;
        return place < _times.Length && _times[place] <= seconds + BlurPlanner.HoldSeconds;
    }

    private static bool HasPerson(JournalFrame frame) =>
        frame.Detections.Any(detection => BlurRules.IsOfPeople(detection.ClassName)) || frame.Objects.Any(item => BlurRules.IsOfPeople(item.ClassName));
}
