using System.Globalization;
using System.Text.Json;

namespace PixelShap.Video.Language.Failures;

/// <summary>Walks through the JSON of an error and picks out what is meant for people, the codes, the fields that are complained about, and a wait.</summary>
internal sealed class WordCollector
{
    private const int Deepest = 12;
    private const int MostWords = 12;

    private readonly List<string> _sentences = [];
    private readonly List<string> _secondary = [];
    private readonly List<string> _codes = [];
    private readonly List<string> _fields = [];
    private readonly List<string> _rest = [];

    /// <summary>The sentences; where there are none, what comes nearest.</summary>
    public string Text => string.Join("; ", (_sentences.Count > 0 ? _sentences : _secondary.Count > 0 ? _secondary : _codes.Count > 0 ? [] : _rest).Take(MostWords));

    /// <summary>The codes.</summary>
    public string Codes => string.Join(' ', _codes);

    /// <summary>The fields.</summary>
    public string Fields => string.Join(' ', _fields);

    /// <summary>The HTTP status inside; null for none.</summary>
    public int? Status { get; private set; }

    /// <summary>The wait that a field of its own states; null for none.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Takes in a value and all that is in it.</summary>
    public void Visit(JsonElement element) => Visit("error", element, 0);

    private void Visit(string name, JsonElement element, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                VisitObject(element, depth);
                break;
            case JsonValueKind.Array when name is "loc" or "path":
                _fields.AddRange(element.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString()!));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Visit(name, item, depth + 1);
                }

                break;
            case JsonValueKind.String:
                VisitText(name, element.GetString()!, depth);
                break;
            case JsonValueKind.Number:
                VisitNumber(name, element);
                break;
        }
    }

    private void VisitObject(JsonElement element, int depth)
    {
        // A sentence about one field says which: "Field required" alone helps nobody.
        string where = element.TryGetProperty("loc", out JsonElement loc) && loc.ValueKind == JsonValueKind.Array
            ? string.Join('.', loc.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString()).Skip(1))
            : "";
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = property.Name.ToLowerInvariant();
            bool isFieldsComplaint = where.Length > 0 && name is "msg" or "message" && property.Value.ValueKind == JsonValueKind.String;
            if (isFieldsComplaint)
            {
                Add(_sentences, $"{where}: {property.Value.GetString()}");
            }
            else if (name is not ("input" or "ctx" or "url" or "links" or "request" or "stack" or "traceback"))
            {
                Visit(name, property.Value, depth + 1);
            }
        }
    }

    private void VisitText(string name, string text, int depth)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return;
        }

        if (text[0] is '{' or '[' && TryVisitInner(name, text, depth))
        {
            return;
        }

        switch (name)
        {
            case "error" or "errors" or "message" or "messege" or "msg" or "detail" or "error_message" or "error_msg" or "errormessage" or "err" or "error_description"
                or "status_msg" or "statusmessage" or "faultstring" or "raw" or "exception" or "cause" or "blockreasonmessage":
                Add(_sentences, text);
                break;
            case "title" or "description" or "reason" or "hint" or "explanation" or "summary":
                Add(_secondary, text);
                _codes.Add(text);
                break;
            case "code" or "type" or "status" or "error_code" or "errorcode" or "error_type" or "subcode" or "quotaid" or "quotametric" or "blockreason" or "finish_reason" or "native_finish_reason":
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    AddStatus(number);
                }

                Add(_codes, text);
                break;
            case "param" or "field" or "parameter" or "loc" or "property":
                Add(_fields, text);
                break;
            default:
                Wait ??= AskedWait.InField(name, text);
                Add(_rest, text);
                break;
        }
    }

    private bool TryVisitInner(string name, string json, int depth)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            Visit(name, document.RootElement, depth + 1);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void VisitNumber(string name, JsonElement element)
    {
        if (element.TryGetInt32(out int number) && name is "code" or "status" or "statuscode" or "status_code" or "error_code" or "errorcode" or "http_status")
        {
            AddStatus(number);
            _codes.Add(number.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Wait ??= AskedWait.InField(name, element.GetRawText());
        }
    }

    private void AddStatus(int number) => Status ??= number is >= 400 and < 600 ? number : null;

    private static void Add(List<string> list, string text)
    {
        if (!list.Exists(known => known.Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            list.Add(text);
        }
    }
}
