using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PixelShap.Video.Web.Library;

/// <summary>What the page about many runs asks the server for.</summary>
internal static class AuditRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication application, AuditedFolder audits)
    {
        application.MapGet("/api/audit", async (string? since, CancellationToken aborted) =>
        {
            RunsAudit audit = await audits.FindAsync(Day(since), aborted);
            return Answers.Json(new JsonObject
            {
                ["runs"] = audit.Runs,
                ["left_out"] = new JsonArray([.. audit.LeftOut.Select(why => (JsonNode)why)]),
                ["subjects"] = audit.Subjects.DeepClone(),
            });
        });
        application.MapGet("/api/audit.csv", async (string? since, CancellationToken aborted) =>
        {
            RunsAudit audit = await audits.FindAsync(Day(since), aborted);
            using var table = new MemoryStream();
            audit.WriteCsv(table);
            return Results.Bytes(table.ToArray(), "text/csv; charset=utf-8", "audit.csv");
        });
    }

    private static DateTimeOffset? Day(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
        : throw new PixelShapException(ExitCode.Usage, "The day is none of the form 2026-11-30.", "Choose a day, or leave it empty for all runs.");
}
