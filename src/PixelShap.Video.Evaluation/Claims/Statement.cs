using PixelShap.Video.Attribution.Claims;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>How a statement lies.</summary>
public enum LieKind
{
    /// <summary>It is true, and said only while what it speaks of is in view.</summary>
    None,

    /// <summary>It names a class of thing that is nowhere in the picture.</summary>
    Absent,

    /// <summary>It names a thing that is there, and is said when all such things are hidden, too.</summary>
    Unmoved,

    /// <summary>It gives a thing that is there another colour.</summary>
    Colour,

    /// <summary>It gives a traffic light another state.</summary>
    Light,
}

/// <summary>A sentence of an answer of which it is known whether it is true and what it hangs on.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Topic">What it speaks of.</param>
/// <param name="Lie">How it lies.</param>
/// <param name="RestsOn">The true objects of which one has to be in view for it to be said; none for one that is always said.</param>
public sealed record Statement(string Text, ClaimTopic Topic, LieKind Lie, IReadOnlyList<int> RestsOn);

/// <summary>What became of a statement.</summary>
/// <param name="Source">The clip or the image.</param>
/// <param name="Seconds">The time in the clip.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Support">The worst that was found of its claims.</param>
/// <param name="Topic">What was checked of it.</param>
public sealed record StatementTrial(string Source, double Seconds, Statement Statement, ClaimSupport Support, ClaimTopic Topic)
{
    /// <summary>Whether it was doubted.</summary>
    public bool IsDoubted => Support is ClaimSupport.Unseen or ClaimSupport.Unsupported;
}
