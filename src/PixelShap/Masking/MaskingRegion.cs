namespace PixelShap.Masking;

/// <summary>Which pixels are hidden for a hidden object.</summary>
public enum MaskingRegion
{
    /// <summary>The pixels of the object's mask. Leaves a recognisable silhouette.</summary>
    Precise,

    /// <summary>The bounding box of the mask.</summary>
    Bbox,

    /// <summary>Bounding box with overlap avoidance: the box, minus the mask pixels of every visible object that reaches into it;
    /// pixels of a hidden object's own mask are always hidden.</summary>
    Bboa,

    /// <summary>The convex hull of the mask.</summary>
    Convex,
}
