using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using PixelShap.Video.Clips;
using PixelShap.Video.Fleet.Database;

namespace PixelShap.Video.Fleet.Findings;

/// <summary>Keyframes and events of a run for the database: each line of its exports with the columns that it is searched by.</summary>
public sealed partial class RunFindings
{
    private const string KeyframesName = "attributions.jsonl", EventsName = "events.jsonl";

    // The words of claims and verdicts are in the body; what people search for is what was answered, asked and seen.
    private const string WriteKeyframes = """
        INSERT INTO keyframes (run, frame, prompt, seconds, at, latitude, longitude, model, answer, verdict, classes, words, version, body)
        SELECT @run, (body->>'frame')::bigint, body->>'prompt_name', (body->>'t')::double precision, at, latitude, longitude, coalesce(body->>'model', ''), body->>'answer', body->'verdict'->>'kind',
            ARRAY(SELECT DISTINCT player->>'class' FROM jsonb_array_elements(coalesce(body->'players', '[]')) AS player),
            to_tsvector('simple', coalesce(body->>'answer', '') || ' ' || coalesce(body->>'prompt', '') || ' ' || coalesce(body->'verdict'->>'sentence', '')), @version, body
        FROM unnest(@bodies, @times, @latitudes, @longitudes) AS line (body, at, latitude, longitude)
        """;

    private const string WriteEvents = """
        INSERT INTO events (run, number, kind, seconds, at, latitude, longitude, strength, words, body)
        SELECT @run, number, body->>'kind', (body->>'t')::double precision, at, latitude, longitude, (body->>'strength')::double precision,
            to_tsvector('simple', replace(body->>'kind', '_', ' ') || ' ' || coalesce(body->>'evidence', '')), body
        FROM unnest(@bodies, @times, @latitudes, @longitudes) WITH ORDINALITY AS line (body, at, latitude, longitude, number)
        """;

    private readonly string _run;
    private readonly string _version;
    private readonly IReadOnlyList<Line> _keyframes;
    private readonly IReadOnlyList<Line> _events;

    private RunFindings(string run, string version, IReadOnlyList<Line> keyframes, IReadOnlyList<Line> events) => (_run, _version, _keyframes, _events) = (run, version, keyframes, events);

    /// <summary>Reads what a run has exported.</summary>
    /// <param name="run">Its id.</param>
    /// <param name="folder">Its directory.</param>
    /// <param name="clip">When and where it was.</param>
    /// <param name="version">The program that made it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<RunFindings> ReadAsync(string run, string folder, ClipFacts clip, string version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return new RunFindings(run, version, await ReadAsync(Path.Combine(folder, KeyframesName), clip, cancellationToken), await ReadAsync(Path.Combine(folder, EventsName), clip, cancellationToken));
    }

    /// <summary>Writes them in place of what an earlier end of the run has left.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync("DELETE FROM keyframes WHERE run = @run", []);
        await ExecuteAsync("DELETE FROM events WHERE run = @run", []);
        await ExecuteAsync(WriteKeyframes, _keyframes);
        await ExecuteAsync(WriteEvents, _events);

        async Task ExecuteAsync(string sql, IReadOnlyList<Line> lines)
        {
            await using NpgsqlCommand command = connection.Command(sql, ("run", _run), ("version", _version));
            command.Parameters.AddWithValue("bodies", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, lines.Select(line => line.Body).ToArray());
            command.Parameters.AddWithValue("times", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, lines.Select(line => line.At).ToArray());
            command.Parameters.AddWithValue("latitudes", NpgsqlDbType.Array | NpgsqlDbType.Double, lines.Select(line => line.Latitude).ToArray());
            command.Parameters.AddWithValue("longitudes", NpgsqlDbType.Array | NpgsqlDbType.Double, lines.Select(line => line.Longitude).ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<Line>> ReadAsync(string path, ClipFacts clip, CancellationToken cancellationToken)
    {
        List<Line> lines = [];
        if (!File.Exists(path))
        {
            return lines;
        }

        await foreach (string text in File.ReadLinesAsync(path, cancellationToken))
        {
            if (JsonNode.Parse(text) is not JsonObject body || (double?)body["t"] is not { } seconds)
            {
                continue;
            }

            GpsFix? fix = clip.FixAt(seconds);
            DateTime? at = clip is { RecordedAt: { } begins, IsZoneKnown: true } ? begins.UtcDateTime.AddSeconds(seconds) : null;

            // PostgreSQL keeps no NUL in a text, however it is written.
            lines.Add(new Line(Nul().Replace(text, "$1"), at, fix?.Latitude, fix?.Longitude));
        }

        return lines;
    }

    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\\u0000")]
    private static partial Regex Nul();

    private sealed record Line(string Body, DateTime? At, double? Latitude, double? Longitude);
}
