using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Events;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Library;

/// <summary>Reads what the library says of a run: <c>run.json</c>, <c>attributions.jsonl</c> and <c>events.jsonl</c>, and of the journal its head alone.</summary>
internal static class RunSummaryReader
{
    private const long MostDocumentBytes = 16 << 20, MostExportBytes = 1L << 30;

    // What is kept of a run for searching, so that hundreds of long runs fit into memory.
    private const int MostTextCharacters = 2_000_000;

    /// <summary>The name of a run in addresses.</summary>
    public static string IdOf(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];

    /// <summary>Reads a run. What is wrong with it becomes its note.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="name">What it is called.</param>
    public static RunSummary Read(string path, string name)
    {
        var run = new RunSummary { Id = IdOf(path), Path = path, Name = name, State = RunState.Ready };
        try
        {
            RunDirectory directory = RunDirectory.ForReading(path);
            JournalHeader header = new JournalReader(directory.Journal) { WithMasks = false }.ReadHeader();
            run = run with { Clip = ClipName(header.Input), ClipPath = header.InputHash.Length > 0 ? header.Input : null, Date = header.CreatedAt };
            return directory.IsBusy ? run with { State = RunState.Busy, Note = "It is being analysed right now." }
                : !File.Exists(directory.RunJson) ? run with { State = RunState.Unfinished, Note = "It was cut off before its end. Start the same 'pixelshap run' again; it goes on where it stopped." }
                : Summarised(run, directory);
        }
        catch (PixelShapException exception)
        {
            return run with { State = RunState.Damaged, Note = $"{exception.Message} {exception.Remedy}" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return run with { State = RunState.Damaged, Note = $"It cannot be read: {Cause.Of(exception)}." };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return run with { State = RunState.Damaged, Note = "Its run.json or attributions.jsonl is damaged. Start the same 'pixelshap run' again; it makes the run whole." };
        }
    }

    private static RunSummary Summarised(RunSummary run, RunDirectory directory)
    {
        JsonNode document = JsonNode.Parse(RegularFile.ReadText(directory.RunJson, MostDocumentBytes)) ?? throw new JsonException();
        JsonNode summary = document["summary"] ?? throw new JsonException();
        bool isRecorded = DateTimeOffset.TryParse((string?)document["clip"]?["recorded_at"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset recorded);
        JsonNode[] tops = [.. summary["top_tracks"]?.AsArray().OfType<JsonNode>() ?? []];
        KeyValuePair<string, long>[] events = Counts(summary["events"]);
        RunSummary found = run with
        {
            ClipPath = run.ClipPath is null ? null : (string?)document["input"]?["path"] ?? run.ClipPath,
            Date = isRecorded ? recorded : run.Date,
            IsRecordingDate = isRecorded,
            Seconds = (double?)document["input"]?["duration_seconds"],
            Keyframes = (long?)summary["keyframes"] ?? 0,
            Model = (string?)document["model"] ?? "",
            DoNotRely = (string?)summary["do_not_rely"],
            Verdicts = [.. Counts(summary["verdicts"]).OrderByDescending(pair => pair.Value)],
            Events = events,
            Top = [.. tops.Take(3).Select(track => ((long)track["track"]!, (string)track["class"]!, (double)track["sum"]!))],
            PosterSeconds = tops.Length > 0 ? (double)tops[0]["peak_seconds"]! : 0,
        };
        var texts = new Texts();
        texts.Add(null, "name", found.Name);
        texts.Add(null, "name", found.Clip);
        foreach (string className in tops.Select(track => (string)track["class"]!).Distinct())
        {
            texts.Add(null, "class", className);
        }

        ReadEvents(directory, texts);
        string[] questions = ReadKeyframes(directory, texts);
        return found with { Questions = questions, Texts = texts.All };
    }

    private static void ReadEvents(RunDirectory directory, Texts texts)
    {
        foreach (JsonElement line in Lines(directory.File("events.jsonl")))
        {
            string kind = line.GetProperty("kind").GetString()!;
            string words = EventKinds.All.FirstOrDefault(known => known.Name == kind)?.Words ?? kind;
            texts.Add(line.GetProperty("t").GetDouble(), "event", $"{words} ({kind.Replace('_', ' ')})");
        }
    }

    private static string[] ReadKeyframes(RunDirectory directory, Texts texts)
    {
        List<string> questions = [];
        foreach (JsonElement line in Lines(directory.File("attributions.jsonl")))
        {
            double seconds = line.GetProperty("t").GetDouble();
            if (line.TryGetProperty("prompt", out JsonElement prompt) && prompt.GetString() is { } question && questions.Count < 16 && !questions.Contains(question))
            {
                questions.Add(question);
                texts.Add(null, "question", question);
            }

            if (line.TryGetProperty("answer", out JsonElement answer) && answer.ValueKind == JsonValueKind.String)
            {
                texts.Add(seconds, "answer", answer.GetString()!);
            }

            if (line.TryGetProperty("verdict", out JsonElement verdict) && verdict.ValueKind == JsonValueKind.Object && verdict.TryGetProperty("sentence", out JsonElement sentence))
            {
                texts.Add(seconds, "verdict", sentence.GetString()!);
            }

            if (line.TryGetProperty("players", out JsonElement players) && players.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement player in players.EnumerateArray())
                {
                    texts.Add(seconds, "class", player.GetProperty("class").GetString()!);
                }
            }
        }

        return [.. questions];
    }

    private static IEnumerable<JsonElement> Lines(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            yield break;
        }

        foreach (string line in RegularFile.ReadLines(path, MostExportBytes).Where(line => line.Length > 0))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
    }

    private static KeyValuePair<string, long>[] Counts(JsonNode? counts) =>
        [.. (counts as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, (long?)pair.Value ?? 0)).Where(pair => pair.Value > 0)];

    private static string ClipName(string input) => input.Contains("://", StringComparison.Ordinal) ? input : Path.GetFileName(input);

    /// <summary>Texts without repetitions, up to a limit.</summary>
    private sealed class Texts
    {
        private readonly HashSet<(string Kind, string Text)> _known = [];
        private readonly List<RunText> _all = [];
        private int _characters;

        public IReadOnlyList<RunText> All => _all;

        public void Add(double? seconds, string kind, string text)
        {
            if (_characters < MostTextCharacters && _known.Add((kind, text)))
            {
                _characters += text.Length;
                _all.Add(new RunText(seconds, kind, text));
            }
        }
    }
}
