namespace PixelShap.Interactions;

/// <summary>How two players act together on an answer.</summary>
public enum PairKind
{
    /// <summary>Nothing can be said, or each adds its own.</summary>
    None = 0,

    /// <summary>Either suffices: with one of them visible the other adds little.</summary>
    Either = 1,

    /// <summary>Only together: alone each adds little.</summary>
    Together = 2,

    /// <summary>One speaks against the other: what one does to the answer the other takes back.</summary>
    Against = 3,
}
