using PixelShap.Video.Language;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>A question about a frame of a run, with some of its players hidden.</summary>
/// <param name="Frame">The number of the frame.</param>
/// <param name="PromptName">The name of the run's question.</param>
/// <param name="Text">Other words for it, with the placeholders of a prompt; null for the run's own.</param>
/// <param name="Visible">Bit i: player i is shown.</param>
public sealed record WhatIfQuestion(long Frame, string PromptName, string? Text, ulong Visible);

/// <summary>What a question would take.</summary>
/// <param name="Model">Who would be asked.</param>
/// <param name="Questions">How many questions it comes to: one about the whole picture, and one with the players hidden.</param>
/// <param name="Known">How many of them the run has the answer to, because it or an earlier what-if asked.</param>
/// <param name="Cached">How many of the others are in the response cache.</param>
/// <param name="Usage">What the remaining ones take at most; null for a model that costs nothing.</param>
public sealed record WhatIfEstimate(string Model, int Questions, int Known, int Cached, ModelUsage? Usage)
{
    /// <summary>How many questions would be put to the model.</summary>
    public int New => Questions - Known - Cached;
}

/// <summary>A player as a what-if names it.</summary>
/// <param name="TrackIds">Its tracks.</param>
/// <param name="ClassName">Its class.</param>
public sealed record WhatIfPlayer(IReadOnlyList<int> TrackIds, string ClassName);

/// <summary>A question that was asked, and what came.</summary>
public sealed record WhatIfAnswer
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The number of the frame.</summary>
    public required long Frame { get; init; }

    /// <summary>Its time on the axis of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The name of the run's question.</summary>
    public required string PromptName { get; init; }

    /// <summary>The words that were asked.</summary>
    public required string Prompt { get; init; }

    /// <summary>Bit i: player i was shown.</summary>
    public required ulong Visible { get; init; }

    /// <summary>Who was hidden.</summary>
    public required IReadOnlyList<WhatIfPlayer> Hidden { get; init; }

    /// <summary>Who answered.</summary>
    public required string Model { get; init; }

    /// <summary>What the run's own question got for an answer about the whole picture; null where the frame is no keyframe.</summary>
    public required string? Baseline { get; init; }

    /// <summary>The answer to these words about the whole picture.</summary>
    public required string Whole { get; init; }

    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>v: how alike the answer is to the one to the same words about the whole picture.</summary>
    public required double Value { get; init; }

    /// <summary>How many of its questions had an answer in the run.</summary>
    public required int Known { get; init; }

    /// <summary>How many came from the response cache.</summary>
    public required int Cached { get; init; }

    /// <summary>How many were put to the model.</summary>
    public required int New { get; init; }

    /// <summary>What they cost; null for a model that costs nothing.</summary>
    public ModelUsage? Usage { get; init; }
}
