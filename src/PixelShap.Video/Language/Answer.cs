namespace PixelShap.Video.Language;

/// <summary>An answer, or the fact that there is none.</summary>
/// <param name="Text">The text, trimmed; a refusal's own words; may be empty.</param>
public sealed record Answer(string Text)
{
    /// <summary>What kind of answer it is. The default value is <see cref="AnswerKind.Text"/>.</summary>
    public AnswerKind Kind { get; init; } = AnswerKind.Text;

    /// <summary>Why it is no text, for people; empty for a text.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the model thought before it answered, where the service showed it; never compared. The default value is empty.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Whether the text ends where the limit of tokens was reached. The default value is false.</summary>
    public bool IsCut { get; init; }

    /// <summary>What to do where every question ends like this, for people. The default value is what usually helps with its kind; empty for a text.</summary>
    public string Remedy { get => field.Length > 0 ? field : UsualRemedy(Kind); init; } = "";

    /// <summary>Whether the same question would get this again, so that it may be kept. What failed, and what a set-up or a passing rule caused, would not.</summary>
    public bool IsLasting => Kind is AnswerKind.Text or AnswerKind.Refused or AnswerKind.Filtered or AnswerKind.Empty;

    /// <summary>No answer, and why.</summary>
    public static Answer None(AnswerKind kind, string reason, string text = "") => new(text) { Kind = kind, Reason = reason };

    /// <summary>What usually helps where questions end like this, in one sentence for people; empty for a text.</summary>
    public static string UsualRemedy(AnswerKind kind) => kind switch
    {
        AnswerKind.Text => "",
        AnswerKind.Refused => "Ask another question (--prompt or prompt), or another model (vlm.model).",
        AnswerKind.Filtered => "Ask a service or a model without this rule (vlm.base_url, vlm.model), or show it another picture.",
        AnswerKind.Empty => "Raise vlm.max_tokens, or ask another model (vlm.model).",
        AnswerKind.Failed => "Check that the service is up and that vlm.base_url is its address, then ask again.",
        AnswerKind.Rejected => "Try a smaller vlm.max_image_side or another vlm.image_format, and check the settings under vlm against what the service allows.",
        _ => "Set up the server or the model so that it sees pictures and answers in its text ('pixelshap doctor --vlm' looks closer), then ask again.",
    };
}

/// <summary>What a model gave. Only <see cref="Text"/> is compared with other answers. The numbers are written to journals.</summary>
public enum AnswerKind
{
    /// <summary>An answer.</summary>
    Text = 0,

    /// <summary>The model refused to answer, by a mark of the service or in its own words.</summary>
    Refused = 1,

    /// <summary>The service's content filter held the question or the answer back.</summary>
    Filtered = 2,

    /// <summary>The answer was empty.</summary>
    Empty = 3,

    /// <summary>No answer came: errors, deadlines, a budget. It may come another time.</summary>
    Failed = 4,

    /// <summary>The service did not take this picture: too large, of the wrong form, unreadable to it.</summary>
    Rejected = 5,

    /// <summary>What came is no answer because of how the server or the settings are set up: reasoning alone, or no picture seen.</summary>
    Misconfigured = 6,
}

/// <summary>One question got no answer that can be compared with others; the rest of the run is not concerned.</summary>
public sealed class UnansweredException : Exception
{
    /// <summary>Says what came instead of a text.</summary>
    /// <param name="kind">What came instead.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="remedy">What to do where every question ends like this; empty for what usually helps with its kind. The default value is empty.</param>
    public UnansweredException(AnswerKind kind, string reason, string remedy = "")
        : base(reason)
    {
        Kind = kind;
        Remedy = remedy.Length > 0 ? remedy : Answer.UsualRemedy(kind);
    }

    /// <summary>What came instead.</summary>
    public AnswerKind Kind { get; }

    /// <summary>What to do where every question ends like this, for people.</summary>
    public string Remedy { get; }
}
