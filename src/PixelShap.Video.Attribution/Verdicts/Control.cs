namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>What is shown at a question that tells what the coalitions do not.</summary>
public enum ControlKind
{
    /// <summary>Some players, as at any coalition.</summary>
    Coalition = 0,

    /// <summary>One colour: the answer without any picture.</summary>
    Blank = 1,

    /// <summary>The players on one colour: everything that is no player is hidden.</summary>
    Players = 2,

    /// <summary>The whole picture once more.</summary>
    Repeat = 3,

    /// <summary>Some players, with another fill than the other questions.</summary>
    OtherFill = 4,
}

/// <summary>A question that tells what the coalitions do not.</summary>
/// <param name="Kind">What is shown.</param>
/// <param name="Detail">The visible players of a coalition or of the other fill, bit i for player i; the number of a repeat, from 1; else 0.</param>
public readonly record struct Control(ControlKind Kind, ulong Detail = 0);

/// <summary>A control that was asked.</summary>
/// <param name="Control">What was shown.</param>
/// <param name="Value">v of its answer.</param>
/// <param name="Answer">The answer.</param>
public sealed record ControlAnswer(Control Control, double Value, string Answer);
