namespace PixelShap.Video.Language.Tests;

/// <summary>What a service may do instead of answering.</summary>
internal enum Fault
{
    None,
    TooManyRequests,
    TooManyRequestsRetryAfter,

    /// <summary>Wants to be left alone for longer than a display waits.</summary>
    TooManyRequestsForAWhile,
    InternalError,
    Unavailable,
    Reset,
    Hang,

    /// <summary>Answers, but after 30 s.</summary>
    Slow,
    TruncatedJson,
    EmptyChoices,
    WrongContentType,
    Refusal,
    ContentFilter,
    FilteredQuestion,
    EmptyAnswer,
    WrongKey,
    NoCredit,

    /// <summary>An error that passes and repeats the key.</summary>
    ErrorWithKey,

    /// <summary>An answer that repeats the key, and thinking that does.</summary>
    AnswerWithKey,

    /// <summary>JSON whose text ends in the middle of a character.</summary>
    HalfACharacter,

    /// <summary>JSON with a byte that is no UTF-8.</summary>
    NoUtf8,

    /// <summary>More bytes than any reply has.</summary>
    Endless,

    /// <summary>An answer of a million words.</summary>
    Novel,

    /// <summary>An answer that would clear the screen.</summary>
    Steering,

    /// <summary>No picture is small enough.</summary>
    TooLarge,

    /// <summary>Reasoning without an answer.</summary>
    ReasoningAlone,
}
