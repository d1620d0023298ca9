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
}
