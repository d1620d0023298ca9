namespace PixelShap.Video.Attribution;

/// <summary>Whether pairs of players are looked for that stand in for each other, need each other or speak against each other.</summary>
public enum PairAsking
{
    /// <summary>From the coalitions that were asked for the importance, where they tell enough.</summary>
    Known,

    /// <summary>More is asked where effects do not add up, until a keyframe has cost three calls per player.</summary>
    Ask,

    /// <summary>Nothing is said of pairs.</summary>
    Never,
}
