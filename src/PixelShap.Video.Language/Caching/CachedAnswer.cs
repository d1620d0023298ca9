using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.Caching;

/// <summary>An answer as it lies on disk.</summary>
internal sealed record CachedAnswer(int Schema, AnswerKind Kind, string Text, string Reason)
{
    /// <summary>Of before reasoning was told from answers: a text may hold it, and what is called empty may have been reasoning alone.</summary>
    public const int FirstSchema = 1;

    /// <summary>Written now.</summary>
    public const int CurrentSchema = 2;

    /// <summary>What was thought before; null for nothing, and in files of before it was kept.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Whether the text ends at the limit of tokens.</summary>
    public bool IsCut { get; init; }

    /// <summary>An answer as it is to be kept.</summary>
    public static CachedAnswer Of(Answer answer) =>
        new(CurrentSchema, answer.Kind, answer.Text, answer.Reason) { Reasoning = answer.Reasoning.Length > 0 ? answer.Reasoning : null, IsCut = answer.IsCut };

    /// <summary>
    /// The answer; a text is read by the rules for a fresh one, whichever version wrote it. Null where that leaves nothing that the same question would get again.
    /// </summary>
    public Answer? ToAnswer()
    {
        if (Schema == FirstSchema && Kind == AnswerKind.Empty)
        {
            return null;
        }

        Answer answer = Answer.None(Kind, Reason, Text) with { Reasoning = Reasoning ?? "", IsCut = IsCut };
        if (Kind == AnswerKind.Text)
        {
            var parts = MessageParts.Of(Text, Reasoning ?? "", refusal: "");
            answer = ChatReply.AnswerOf(parts, IsCut ? ChatReply.CutOff : "", advice: "") with { Reasoning = parts.Reasoning };
        }

        return answer.IsLasting ? answer : null;
    }
}
