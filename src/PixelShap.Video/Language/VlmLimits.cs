using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Language;

/// <summary>How fast the service may be asked, and how long it may take. Shared by the whole run.</summary>
public sealed record VlmLimits
{
    /// <summary>Requests in any minute.</summary>
    [Description("The most requests in any minute; 0 for no limit.")]
    [Range(0, 10_000_000)]
    public int RequestsPerMinute { get; init; }

    /// <summary>Tokens in any minute.</summary>
    [Description("The most tokens in any minute, questions and answers together, estimated before each request; 0 for no limit.")]
    [Range(0, 1_000_000_000)]
    public int TokensPerMinute { get; init; }

    /// <summary>Seconds for one attempt.</summary>
    [Description("Seconds after which an attempt to get an answer is given up.")]
    [Range(0.1, 3600.0)]
    public double CallTimeoutSeconds { get; init; } = 90;

    /// <summary>Seconds for all calls of a keyframe.</summary>
    [Description("Seconds after which a keyframe is finished with the answers that there are; 0 for no limit.")]
    [Range(0.0, 86400.0)]
    public double KeyframeTimeoutSeconds { get; init; }

    /// <summary>The longest wait that a service may ask for, in seconds.</summary>
    [Description("The longest that the service may ask to be left alone, in seconds. A longer wait, or a quota that is gone for the day, ends the run at once (exit code 4), and says until when; the same command goes on.")]
    [Range(0.0, 604800.0)]
    public double LongestWait { get; init; } = 300;
}
