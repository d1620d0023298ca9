using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>The colours that people name.</summary>
[Flags]
public enum PaintColours
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Black.</summary>
    Black = 1,

    /// <summary>White.</summary>
    White = 2,

    /// <summary>Grey, silver, beige.</summary>
    Grey = 4,

    /// <summary>Red.</summary>
    Red = 8,

    /// <summary>Orange.</summary>
    Orange = 16,

    /// <summary>Yellow.</summary>
    Yellow = 32,

    /// <summary>Green.</summary>
    Green = 64,

    /// <summary>Blue.</summary>
    Blue = 128,

    /// <summary>Purple and pink.</summary>
    Purple = 256,
}

/// <summary>How an object looks in the picture of a keyframe: what the colours that an answer names are checked by.</summary>
/// <param name="TrackId">The object.</param>
/// <param name="Colours">The colours that one may call it; none where it is too small to tell.</param>
/// <param name="Lamp">The lamp that is lit, of a traffic light.</param>
public sealed record ObjectLook(int TrackId, PaintColours Colours, LampColour Lamp);
