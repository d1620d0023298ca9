using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Language;

/// <summary>The most that may be spent, and what things cost. 0 for no limit.</summary>
public sealed record VlmBudget
{
    /// <summary>Requests of the run.</summary>
    [Description("The most requests of this run, retries included; 0 for no limit. Each time the command is started it counts anew.")]
    [Range(0, long.MaxValue)]
    public long MaxCalls { get; init; }

    /// <summary>Tokens of the run.</summary>
    [Description("The most tokens of this run, questions and answers together; 0 for no limit.")]
    [Range(0, long.MaxValue)]
    public long MaxTokens { get; init; }

    /// <summary>Money of the run.</summary>
    [Description("The most money that this run may cost by the prices below; 0 for no limit.")]
    [Range(0.0, 1e9)]
    public double MaxCost { get; init; }

    /// <summary>Requests of a keyframe.</summary>
    [Description("The same per keyframe: a keyframe that reaches it is finished with the answers that there are.")]
    [Range(0, long.MaxValue)]
    public long MaxCallsPerKeyframe { get; init; }

    /// <summary>Tokens of a keyframe.</summary>
    [Description("The most tokens per keyframe; 0 for no limit.")]
    [Range(0, long.MaxValue)]
    public long MaxTokensPerKeyframe { get; init; }

    /// <summary>Money of a keyframe.</summary>
    [Description("The most money per keyframe; 0 for no limit.")]
    [Range(0.0, 1e9)]
    public double MaxCostPerKeyframe { get; init; }

    /// <summary>The price of a question.</summary>
    [Description("The price of a million tokens of questions, images included.")]
    [Range(0.0, 1e6)]
    public double InputPrice { get; init; }

    /// <summary>The price of an answer.</summary>
    [Description("The price of a million tokens of answers.")]
    [Range(0.0, 1e6)]
    public double OutputPrice { get; init; }

    /// <summary>The currency.</summary>
    [Description("The currency of the prices, for people.")]
    [Length(1, 10)]
    public string Currency { get; init; } = "USD";
}
