namespace PixelShap.Video.Attribution.Claims;

/// <summary>Whether what a claim names was found, and whether the claim hangs on it.</summary>
public enum ClaimSupport
{
    /// <summary>It names nothing that could be looked for, or nobody asked with all such objects hidden.</summary>
    Unchecked,

    /// <summary>There is such an object, and with all such objects hidden the claim is gone.</summary>
    Supported,

    /// <summary>No such object was found in the picture.</summary>
    Unseen,

    /// <summary>There are such objects, and the claim stays when all of them are hidden.</summary>
    Unsupported,
}

/// <summary>What a claim was checked for; where it is doubted, what of it is.</summary>
public enum ClaimTopic
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That a thing of a class is there.</summary>
    Thing,

    /// <summary>The colour of a thing.</summary>
    Colour,

    /// <summary>The state of a traffic light.</summary>
    Light,
}

/// <summary>One thing that an answer says, with what it rests on.</summary>
/// <param name="Start">The place of its first character in the answer.</param>
/// <param name="Text">Its text.</param>
/// <param name="Values">φ of each player for this claim: how much of its being said rests on the player. Signed, in units of v.</param>
/// <param name="StandardErrors">The standard errors.</param>
/// <param name="EmptyValue">How much of the claim is still said with all players hidden, 0 to 1; NaN where that was not asked.</param>
/// <param name="Support">Whether what it names is there.</param>
/// <param name="Topic">What it was checked for.</param>
public sealed record Claim(int Start, string Text, IReadOnlyList<double> Values, IReadOnlyList<double> StandardErrors, double EmptyValue, ClaimSupport Support, ClaimTopic Topic)
{
    /// <summary>Whether what it says is doubted: not found in the picture, or said without it, too.</summary>
    public bool IsDoubted => Support is ClaimSupport.Unseen or ClaimSupport.Unsupported;
}
