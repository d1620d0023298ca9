namespace PixelShap.Video.Language.Failures;

/// <summary>The service does not want this question or this picture; it may take the next one.</summary>
internal sealed class QuestionRejectedException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="kind">What the question gets instead of an answer: filtered or rejected.</param>
    /// <param name="reason">Half a sentence without secrets.</param>
    /// <param name="remedy">What to do where it happens to every question.</param>
    public QuestionRejectedException(AnswerKind kind, string reason, string remedy)
        : base(reason)
    {
        Kind = kind;
        Remedy = remedy;
    }

    /// <summary>What the question gets instead of an answer.</summary>
    public AnswerKind Kind { get; }

    /// <summary>What to do where it happens to every question.</summary>
    public string Remedy { get; }
}
