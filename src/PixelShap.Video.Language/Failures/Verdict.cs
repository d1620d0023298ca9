namespace PixelShap.Video.Language.Failures;

/// <summary>What an error means, whatever its code.</summary>
internal enum Verdict
{
    /// <summary>The same request may succeed later.</summary>
    Passing,

    /// <summary>Asked too often; the service works.</summary>
    Throttled,

    /// <summary>What may be asked in a day or longer is used up.</summary>
    DayIsOver,

    /// <summary>The account has no credit.</summary>
    NoCredit,

    /// <summary>The key or identity is not accepted.</summary>
    WrongKey,

    /// <summary>The service is not offered where the request comes from.</summary>
    WrongPlace,

    /// <summary>The model, deployment or address is not there.</summary>
    NotThere,

    /// <summary>The reply points to another address.</summary>
    Moved,

    /// <summary>The model takes no pictures.</summary>
    NoPictures,

    /// <summary>More pictures in a question than the model takes.</summary>
    TooManyPictures,

    /// <summary>A rule of the service against what the question or the picture shows.</summary>
    Filtered,

    /// <summary>This picture, or the length of this question.</summary>
    ThisPicture,

    /// <summary>A setting that the service does not know, or whose value it does not take.</summary>
    UnknownField,

    /// <summary>The value of the limit of an answer's length.</summary>
    AnswerLength,

    /// <summary>The server is out of order in a way that seldom passes by itself.</summary>
    OutOfOrder,

    /// <summary>A refusal of the request for a reason that is not known here.</summary>
    Unknown,
}
