using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PixelShap.Video.Web.Library;

/// <summary>What the page of the library asks the server for.</summary>
internal static class LibraryRoutes
{
    // More on one page nobody looks through; the words find the others.
    private const int MostShown = 500;

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication application, RunLibrary library, Posters posters)
    {
        application.MapGet("/api/runs", async (string? q, string? verdict, string? @event, string? @class, CancellationToken aborted) =>
        {
            (IReadOnlyList<RunSummary> runs, int pending) = await library.ListAsync(aborted);
            return Answers.Json(Write(runs, new RunSearch(q ?? "", verdict ?? "", @event ?? "", @class ?? ""), pending));
        });
        application.MapGet("/runs/{id:length(16)}/poster.jpg", async (string id, CancellationToken aborted) =>
            await library.FindAsync(id, aborted) is { } run ? Answers.Jpeg(await posters.FindAsync(run, aborted)) : Results.NotFound());
    }

    private static JsonObject Write(IReadOnlyList<RunSummary> all, RunSearch search, int pending)
    {
        var found = all.Select(run => (Run: run, Hits: search.Find(run))).Where(item => item.Hits is not null).ToArray();
        return new JsonObject
        {
            ["all"] = all.Count,
            ["found"] = found.Length,
            ["pending"] = pending,
            ["verdicts"] = Names(all.SelectMany(run => run.Verdicts.Select(pair => pair.Key))),
            ["events"] = Names(all.SelectMany(run => run.Events.Select(pair => pair.Key))),
            ["classes"] = Names(all.SelectMany(run => run.Top.Select(top => top.Class))),
            ["runs"] = new JsonArray([.. found.Take(MostShown).Select(item => Write(item.Run, item.Hits!))]),
        };
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Distinct().Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);

    /// <summary>A run with the moments that were found in it.</summary>
    internal static JsonObject Write(RunSummary run, IReadOnlyList<RunText> hits) => new()
    {
        ["id"] = run.Id,
        ["name"] = run.Name,
        ["state"] = run.State.ToString().ToLowerInvariant(),
        ["note"] = run.Note,
        ["can_resume"] = run.State is RunState.Unfinished && File.Exists(Path.Combine(run.Path, "order.json")),
        ["clip"] = run.Clip,
        ["date"] = run.Date?.ToString("o", CultureInfo.InvariantCulture),
        ["recorded"] = run.IsRecordingDate,
        ["seconds"] = run.Seconds is { } seconds && double.IsFinite(seconds) ? Math.Round(seconds, 3) : null,
        ["keyframes"] = run.Keyframes,
        ["model"] = run.Model,
        ["do_not_rely"] = run.DoNotRely,
        ["questions"] = new JsonArray([.. run.Questions.Select(question => (JsonNode)question)]),
        ["verdicts"] = Counts(run.Verdicts),
        ["events"] = Counts(run.Events),
        ["top"] = new JsonArray([.. run.Top.Select(top => new JsonObject { ["track"] = top.Track, ["class"] = top.Class, ["sum"] = Math.Round(top.Sum, 3) })]),
        ["hits"] = new JsonArray([.. hits.Select(hit => new JsonObject { ["t"] = hit.Seconds, ["kind"] = hit.Kind, ["text"] = hit.Text })]),
    };

    private static JsonObject Counts(IEnumerable<KeyValuePair<string, long>> counts) => new([.. counts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
}
