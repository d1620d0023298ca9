using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PixelShap.Video.Language.Chat;

/// <summary>What stands in a message: the text, the reasoning, the refusal; wherever a service puts them.</summary>
/// <param name="Text">The text, without reasoning and control characters, trimmed.</param>
/// <param name="Reasoning">The reasoning.</param>
/// <param name="Refusal">The refusal's own words; empty for none.</param>
/// <param name="IsOpen">Whether reasoning began in the text and did not end.</param>
internal sealed record MessageParts(string Text, string Reasoning, string Refusal, bool IsOpen)
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(letter => char.IsControl(letter) && letter is not ('\n' or '\t'))]);

    /// <summary>Reads a message.</summary>
    public static MessageParts Of(JsonElement message)
    {
        StringBuilder text = new(), reasoning = new(), refusal = new();
        Add(message, "refusal", refusal);
        foreach (string name in (ReadOnlySpan<string>)["reasoning_content", "reasoning", "thinking", "reasoning_details"])
        {
            // Some services repeat the same under a second name.
            if (reasoning.Length == 0 && message.TryGetProperty(name, out JsonElement thought))
            {
                Collect(thought, isThought: true, text, reasoning, refusal);
            }
        }

        if (message.TryGetProperty("content", out JsonElement content))
        {
            Collect(content, isThought: false, text, reasoning, refusal);
        }

        return Of(text.ToString(), reasoning.ToString(), refusal.ToString());
    }

    /// <summary>Takes off what a text holds of reasoning.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="reasoning">The reasoning that came apart from it.</param>
    /// <param name="refusal">The refusal that did.</param>
    public static MessageParts Of(string text, string reasoning, string refusal)
    {
        (string answer, string thoughts, bool isOpen) = ReasoningMarks.Part(Printable(text));
        string all = string.Join('\n', new[] { Printable(reasoning).Trim(), thoughts }.Where(part => part.Length > 0));
        return new MessageParts(answer, all, Printable(refusal).Trim(), isOpen);
    }

    /// <summary>Without control characters, which would steer the terminal that shows the text.</summary>
    private static string Printable(string text) =>
        text.AsSpan().ContainsAny(Controls) ? string.Concat(text.Where(letter => letter is '\n' or '\t' || !char.IsControl(letter))) : text;

    private static void Collect(JsonElement part, bool isThought, StringBuilder text, StringBuilder reasoning, StringBuilder refusal)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.String:
                (isThought ? reasoning : text).Append(part.GetString());
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in part.EnumerateArray())
                {
                    Collect(item, isThought, text, reasoning, refusal);
                }

                break;
            case JsonValueKind.Object:
                string type = Of(part, "type");
                bool thinks = isThought || type.Contains("think", StringComparison.Ordinal) || type.Contains("reason", StringComparison.Ordinal)
                    || (part.TryGetProperty("thought", out JsonElement flag) && flag.ValueKind == JsonValueKind.True);
                Add(part, "refusal", refusal);
                foreach (string name in (ReadOnlySpan<string>)["text", "thinking", "reasoning", "summary", "content", "value", "parts"])
                {
                    if (part.TryGetProperty(name, out JsonElement inner) && inner.ValueKind is not JsonValueKind.Null)
                    {
                        Collect(inner, thinks || name is "thinking" or "reasoning" or "summary", text, reasoning, refusal);
                    }
                }

                break;
        }
    }

    private static void Add(JsonElement element, string name, StringBuilder to) => to.Append(Of(element, name));

    private static string Of(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
