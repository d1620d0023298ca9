using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Files;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>
/// What was asked of a run after its end: a file of its own in the run directory, a JSON object per line, appended the moment an answer arrives. The journal of the run stays
/// as it is. A line that a killed process left unfinished is cut off by the next.
/// </summary>
public sealed class WhatIfJournal
{
    /// <summary>The name of the file.</summary>
    public const string Name = "whatif.jsonl";

    private const string AnswerKindName = "answer", QuestionKindName = "question";
    private const long MostBytes = 256L << 20;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _asked = [];
    private readonly Dictionary<string, Answer> _answers = [];

    private WhatIfJournal(string path) => _path = path;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<JsonObject> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked.Select(line => (JsonObject)line.DeepClone())];
            }
        }
    }

    /// <summary>What has been spent on it: requests, tokens, money.</summary>
    public (long Requests, long Tokens, double Cost) Spent
    {
        get
        {
            lock (_lock)
            {
                JsonObject[] usages = [.. _asked.Select(line => line["usage"]).OfType<JsonObject>()];
                return (usages.Sum(usage => Number(usage["requests"])), usages.Sum(usage => Number(usage["input_tokens"]) + Number(usage["output_tokens"])),
                    usages.Sum(usage => usage["cost"] is JsonValue value && value.TryGetValue(out double cost) ? cost : 0));
            }
        }
    }

    /// <summary>Opens the file of a run, which need not be there yet.</summary>
    /// <exception cref="PixelShapException">It cannot be read.</exception>
    public static WhatIfJournal Open(RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var journal = new WhatIfJournal(directory.File(Name));
        if (!File.Exists(journal._path))
        {
            return journal;
        }

        try
        {
            // What stands behind the last end of a line was not finished.
            foreach (string line in RegularFile.ReadText(journal._path, MostBytes).Split('\n')[..^1])
            {
                if (Parse(line) is { } record)
                {
                    journal.Take(record);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{journal._path} cannot be read: {Cause.Of(exception)}.", "Check who may read it.", exception);
        }

        return journal;
    }

    /// <summary>The answer to a question that was asked before; null for none.</summary>
    public Answer? AnswerTo(string key)
    {
        lock (_lock)
        {
            return _answers.GetValueOrDefault(key);
        }
    }

    /// <summary>Makes sure that answers can be kept, before one is paid for.</summary>
    /// <exception cref="PixelShapException">They cannot.</exception>
    public void MustBeWritable() => Write([]);

    /// <summary>Keeps an answer.</summary>
    public void Add(string key, Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Append(new JsonObject
        {
            ["kind"] = AnswerKindName,
            ["key"] = key,
            ["text"] = answer.Text,
            ["answer_kind"] = answer.Kind.ToString().ToLowerInvariant(),
            ["why"] = answer.Reason,
            ["reasoning"] = answer.Reasoning,
            ["cut_off"] = answer.IsCut,
        });
    }

    /// <summary>Keeps a question with what came of it.</summary>
    public void Add(WhatIfAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        JsonObject record = WhatIfJson.Write(answer);
        record.Insert(0, "kind", QuestionKindName);
        Append(record);
    }

    private static long Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : 0;

    private static JsonObject? Parse(string line)
    {
        try
        {
            return line.Length > 0 ? JsonNode.Parse(line) as JsonObject : null;
        }
        catch (JsonException)
        {
            // A process was killed while it wrote this line.
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private void Take(JsonObject record)
    {
        if (Text(record["kind"]) == QuestionKindName)
        {
            record.Remove("kind");
            _asked.Add(record);
        }
        else if (Text(record["key"]) is { } key && Enum.TryParse(Text(record["answer_kind"]), ignoreCase: true, out AnswerKind kind))
        {
            _answers[key] = Answer.None(kind, Text(record["why"]) ?? "", Text(record["text"]) ?? "") with
            {
                Reasoning = Text(record["reasoning"]) ?? "",
                IsCut = record["cut_off"] is JsonValue cut && cut.TryGetValue(out bool isCut) && isCut,
            };
        }
    }

    private void Append(JsonObject record)
    {
        lock (_lock)
        {
            Write(Encoding.UTF8.GetBytes(record.ToJsonString(Plain) + "\n"));
            Take(record);
        }
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            CutOffUnfinished(file);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"What is asked of the run cannot be kept in {_path}: {Cause.Of(exception)}.", "Make the folder writable; nothing is asked that cannot be kept.", exception);
        }
    }

    private static void CutOffUnfinished(FileStream file)
    {
        long end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }
}
