using System.Text;
using System.Text.Json;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Chat;

/// <summary>What a service replied.</summary>
/// <param name="Answer">The answer, or what came instead of one.</param>
/// <param name="InputTokens">Tokens of the question as the service counts them; null when it does not say.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record ChatReply(Answer Answer, int? InputTokens, int? OutputTokens)
{
    /// <summary>What is longer is no answer to a question about a picture, and every coalition's answer is kept.</summary>
    private const int LongestAnswer = 100_000;

    /// <summary>Why an answer ends that ends at the limit of tokens, in the word that most services use.</summary>
    public const string CutOff = "length";

    private const string LongerAnswers = "Raise vlm.max_tokens (for example --set vlm.max_tokens=4000), or switch the model's thinking off.";
    private const string Eyes = "Choose a vision-language model (vlm.model); 'pixelshap doctor --vlm' shows whether it sees.";

    /// <summary>
    /// Reads a completion. Compatible servers differ in what they leave out, so that only what is needed is looked at: the first choice's
    /// message and finish reason, and the usage where there is one.
    /// </summary>
    /// <param name="body">The reply.</param>
    /// <param name="judge">What an error inside the reply means.</param>
    /// <param name="advice">What to do where the text comes as reasoning.</param>
    /// <exception cref="CallFailedException">The bytes are no completion; another attempt may bring one.</exception>
    public static ChatReply Parse(ReadOnlyMemory<byte> body, Func<ServiceWords, Exception> judge, string advice)
    {
        try
        {
            using JsonDocument document = StreamedReply.Whole(body) is { } whole ? JsonDocument.Parse(whole) : JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (ServiceWords.InReply(root) is { } words)
            {
                throw judge(words);
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new CallFailedException("the reply holds no choice");
            }

            if (!root.TryGetProperty("choices", out JsonElement choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
            {
                return IsBlocked(root)
                    ? new ChatReply(Answer.None(AnswerKind.Filtered, "the service's content filter held the question back"), Tokens(root, "prompt_tokens"), 0)
                    : throw new CallFailedException("the reply holds no choice");
            }

            return new ChatReply(ReadAnswer(choices[0], advice), Tokens(root, "prompt_tokens"), Tokens(root, "completion_tokens"));
        }
        catch (JsonException)
        {
            bool isPage = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 200)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('<');
            throw isPage
                ? new CallFailedException($"the reply is a web page and no answer{ServiceWords.Read(body.Span).Quote(text => text)}")
                {
                    IsDoubtful = true,
                    Remedy = "Check vlm.base_url: the address of the API usually ends in /v1.",
                }
                : new CallFailedException("the reply is not whole JSON");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            throw new CallFailedException("the reply holds text that is not valid Unicode");
        }
    }

    private static Answer ReadAnswer(JsonElement choice, string advice)
    {
        JsonElement message = choice.ValueKind != JsonValueKind.Object ? default
            : choice.TryGetProperty("message", out JsonElement found) || choice.TryGetProperty("delta", out found) ? found : default;
        string finish = choice.ValueKind == JsonValueKind.Object ? Text(choice, "finish_reason").ToLowerInvariant() : "";
        if (IsFiltered(finish))
        {
            return Answer.None(AnswerKind.Filtered, "the service's content filter held the answer back");
        }

        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new CallFailedException("the reply holds no message");
        }

        MessageParts parts = MessageParts.Of(message);
        if (parts.Text.Length > LongestAnswer)
        {
            throw new CallFailedException($"the answer is longer than {LongestAnswer} characters");
        }

        return AnswerOf(parts, finish, advice) with { Reasoning = parts.Reasoning.Length <= LongestAnswer ? parts.Reasoning : parts.Reasoning[..LongestAnswer] };
    }

    /// <summary>What a message is worth.</summary>
    /// <param name="parts">What stands in it.</param>
    /// <param name="finish">Why it ends, as the service says, in small letters.</param>
    /// <param name="advice">What to do where the text comes as reasoning.</param>
    public static Answer AnswerOf(MessageParts parts, string finish, string advice)
    {
        bool isCut = finish is CutOff or "max_tokens" or "max_output_tokens" or "model_length" or "model_context_window_exceeded";
        if (parts.Refusal.Length > 0 || finish == "refusal")
        {
            return Answer.None(AnswerKind.Refused, "the model refused to answer", parts.Refusal.Length > 0 ? parts.Refusal : parts.Text);
        }

        if (parts.Text.Length == 0)
        {
            bool isReasoning = parts.Reasoning.Length > 0 || parts.IsOpen;
            return isReasoning && isCut ? SetUp("all of vlm.max_tokens was spent on reasoning before the answer began: raise vlm.max_tokens, or let the model think less", LongerAnswers)
                : isReasoning && parts.IsOpen ? SetUp("the reasoning breaks off and no answer follows: raise vlm.max_tokens, or let the model think less", LongerAnswers)
                : isReasoning ? SetUp($"the reply holds reasoning alone and no answer. {advice}", advice)
                : Answer.None(AnswerKind.Empty, isCut ? "the answer was empty: all of vlm.max_tokens was spent before it began" : "the answer was empty");
        }

        return ProseAnswers.IsBlind(parts.Text) ? SetUp(
                "the model says that it sees no picture: check that it is a vision-language model and that the service passes pictures on to it", Eyes, parts.Text)
            : ProseAnswers.IsRefusal(parts.Text) ? Answer.None(AnswerKind.Refused, "the model declined in its own words", parts.Text)
            : new Answer(parts.Text) { IsCut = isCut };
    }

    private static Answer SetUp(string reason, string remedy, string text = "") => Answer.None(AnswerKind.Misconfigured, reason, text) with { Remedy = remedy };

    private static bool IsFiltered(string finish) =>
        finish is "content_filter" or "content_filtered" or "safety" or "prohibited_content" or "blocklist" or "spii" or "recitation" or "image_safety" or "sensitive" or "moderation"
            or "guardrail_intervened" or "blocked" || finish.StartsWith("content_filter", StringComparison.Ordinal);

    /// <summary>Whether a reply without choices says that the question was blocked.</summary>
    private static bool IsBlocked(JsonElement root) =>
        (root.TryGetProperty("promptFeedback", out JsonElement feedback) || root.TryGetProperty("prompt_feedback", out feedback))
        && feedback.ValueKind == JsonValueKind.Object && feedback.EnumerateObject().Any(property => property.Name is "blockReason" or "block_reason");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int? Tokens(JsonElement root, string name) =>
        root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out int tokens) && tokens >= 0
            ? tokens
            : null;
}
