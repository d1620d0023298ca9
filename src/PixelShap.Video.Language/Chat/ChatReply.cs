using System.Buffers;
using System.Text.Json;

namespace PixelShap.Video.Language.Chat;

/// <summary>What a service replied.</summary>
/// <param name="Answer">The answer, or what came instead of one.</param>
/// <param name="InputTokens">Tokens of the question as the service counts them; null when it does not say.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record ChatReply(Answer Answer, int? InputTokens, int? OutputTokens)
{
    /// <summary>What is longer is no answer to a question about a picture, and every coalition's answer is kept.</summary>
    private const int LongestAnswer = 100_000;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(letter => char.IsControl(letter) && letter is not ('\n' or '\t'))]);

    /// <summary>
    /// Reads a completion. Compatible servers differ in what they leave out, so that only what is needed is looked at: the first choice's
    /// message and finish reason, and the usage where there is one.
    /// </summary>
    /// <exception cref="CallFailedException">The bytes are no completion; another attempt may bring one.</exception>
    public static ChatReply Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("choices", out JsonElement choices)
                || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
            {
                throw new CallFailedException("the reply holds no choice");
            }

            return new ChatReply(ReadAnswer(choices[0]), Tokens(root, "prompt_tokens"), Tokens(root, "completion_tokens"));
        }
        catch (JsonException)
        {
            throw new CallFailedException("the reply is not whole JSON");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            throw new CallFailedException("the reply holds text that is not valid Unicode");
        }
    }

    private static Answer ReadAnswer(JsonElement choice)
    {
        JsonElement message = choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("message", out JsonElement found) ? found : default;
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new CallFailedException("the reply holds no message");
        }

        string finish = Text(choice, "finish_reason");
        string refusal = Text(message, "refusal").Trim();
        string text = Printable(Content(message)).Trim();
        if (text.Length > LongestAnswer)
        {
            throw new CallFailedException($"the answer is longer than {LongestAnswer} characters");
        }

        if (finish == "content_filter")
        {
            return Answer.None(AnswerKind.Filtered, "the service's content filter held the answer back");
        }

        if (refusal.Length > 0)
        {
            return Answer.None(AnswerKind.Refused, "the model refused to answer", refusal);
        }

        return text.Length > 0
            ? new Answer(text)
            : Answer.None(AnswerKind.Empty, finish == "length" ? "the answer was empty: all of vlm.max_tokens was spent before it began" : "the answer was empty");
    }

    /// <summary>Without control characters, which would steer the terminal that shows the answer.</summary>
    private static string Printable(string text) =>
        text.AsSpan().ContainsAny(Controls) ? string.Concat(text.Where(letter => letter is '\n' or '\t' || !char.IsControl(letter))) : text;

    /// <summary>The text of a message: a string, or the text parts of a list.</summary>
    private static string Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object).Select(part => Text(part, "text"))),
            _ => "",
        };
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int? Tokens(JsonElement root, string name) =>
        root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out int tokens) && tokens >= 0
            ? tokens
            : null;
}
