using System.Text;
using System.Text.Json;

namespace PixelShap.Video.Language.Failures;

/// <summary>What a service says of an error, whatever form it says it in.</summary>
internal sealed class ServiceWords
{
    private const int LongestText = 4000;
    private const int LongestQuote = 300;

    private ServiceWords(string text) => Text = text;

    /// <summary>Its sentences, in one line, as long as they are; empty for none.</summary>
    public string Text { get; private init; }

    /// <summary>The codes, types and names of states beside them, one after another.</summary>
    public string Codes { get; private init; } = "";

    /// <summary>The names of the fields that it complains about, one after another.</summary>
    public string Fields { get; private init; } = "";

    /// <summary>The HTTP status that stands inside the body; null for none.</summary>
    public int? Status { get; private init; }

    /// <summary>Whether it is a web page, which no such service writes: a proxy or a firewall does.</summary>
    public bool IsPage { get; private init; }

    /// <summary>How long it wants to be left alone, as the body has it; null where it does not say.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Text and codes, for rules that look at both.</summary>
    public string All => $"{Text} {Codes}";

    /// <summary>The words for people, after a colon, without the secrets that some services repeat; empty where there are none.</summary>
    /// <param name="redact">Takes out the secrets.</param>
    public string Quote(Func<string, string> redact)
    {
        string said = redact(Text.Length > 0 ? Text : Codes).TrimEnd('.', ' ');
        return said.Length == 0 ? "" : $": {(said.Length <= LongestQuote ? said : said[..LongestQuote] + "…")}";
    }

    /// <summary>Reads a body: JSON of any shape, an event stream, HTML, XML, or plain text.</summary>
    public static ServiceWords Read(ReadOnlySpan<byte> body)
    {
        string text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF').Trim();
        foreach (string part in (IEnumerable<string>)[text, EventStream.FirstError(text) ?? "", FirstLine(text)])
        {
            if (part.Length > 0 && part[0] is '{' or '[' or '"' && TryRead(part, out ServiceWords? words))
            {
                return words;
            }
        }

        string plain = text.StartsWith('<') ? MarkupText.Of(text) : text.StartsWith('{') ? MarkupText.LooseMessage(text) : text;
        bool isPage = text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        return new ServiceWords(OneLine(plain)) { Wait = AskedWait.InWords(plain), IsPage = isPage };
    }

    /// <summary>The error that a reply holds although its status claims success; null where it holds none.</summary>
    /// <param name="root">The reply.</param>
    public static ServiceWords? InReply(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            return InReply(root[0]);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return root.ValueKind == JsonValueKind.String ? Collect(root) : null;
        }

        JsonElement? choice = root.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 ? choices[0] : null;
        if (choice is { ValueKind: JsonValueKind.Object } first)
        {
            return first.TryGetProperty("error", out JsonElement error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) ? Collect(error)
                : first.TryGetProperty("finish_reason", out JsonElement finish) && finish.ValueKind == JsonValueKind.String && finish.GetString() is "error" or "network_error" ? Collect(first)
                : null;
        }

        bool complains = root.EnumerateObject().Any(property => property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined)
            && property.Name.ToLowerInvariant() is "error" or "errors" or "detail" or "message" or "msg" or "error_msg" or "error_message" or "base_resp" or "error_code" or "fault");
        return complains ? Collect(root) : null;
    }

    /// <summary>In one line, without control characters.</summary>
    internal static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (char letter in text)
        {
            bool blank = char.IsControl(letter) || char.IsWhiteSpace(letter);
            if (!blank || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(blank ? ' ' : letter);
            }

            if (line.Length >= LongestText)
            {
                break;
            }
        }

        return line.ToString().Trim();
    }

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? text[..end].Trim() : "";

    private static bool TryRead(string json, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ServiceWords? words)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            words = Collect(document.RootElement);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            words = null;
            return false;
        }
    }

    private static ServiceWords Collect(JsonElement root)
    {
        var found = new WordCollector();
        found.Visit(root);
        string text = OneLine(found.Text);
        string plain = text.StartsWith('<') ? OneLine(MarkupText.Of(text)) : text;
        return new ServiceWords(plain) { Codes = OneLine(found.Codes), Fields = OneLine(found.Fields), Status = found.Status, Wait = found.Wait ?? AskedWait.InWords(plain) };
    }
}
