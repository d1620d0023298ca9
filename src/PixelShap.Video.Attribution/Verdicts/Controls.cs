namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>Whether questions are asked that tell what an answer rested on where the coalitions do not.</summary>
public enum Controls
{
    /// <summary>Where the verdict needs them.</summary>
    Auto,

    /// <summary>At every keyframe, needed or not.</summary>
    Always,

    /// <summary>Never: the verdict says what the coalitions tell.</summary>
    Never,
}
