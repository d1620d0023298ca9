namespace PixelShap.Video.Events;

/// <summary>What one picture tells of how the camera moves and of what happens before it, measured against the picture before. Needs no detector: it says the
/// same of a lorry on its side as of a car.</summary>
public sealed record PictureSignals
{
    /// <summary>The mean luma, 0 (black) to 1 (white).</summary>
    public float Brightness { get; init; }

    /// <summary>How much there is to see: the mean step of luma from pixel to pixel in a picture of <see cref="IPictureSense.Width"/> pixels, 0 (nothing) to 1.</summary>
    public float Detail { get; init; }

    /// <summary>How well the picture is explained as the moved one before: the correlation of their steps of luma, −1 to 1; 1 for the first.</summary>
    public float Likeness { get; init; } = 1;

    /// <summary>How far the picture moved to the right, in its heights.</summary>
    public float ShiftX { get; init; }

    /// <summary>How far it moved down, in its heights.</summary>
    public float ShiftY { get; init; }

    /// <summary>The logarithm of the factor by which it grew.</summary>
    public float Growth { get; init; }

    /// <summary>How far it turned clockwise, in radians.</summary>
    public float Turn { get; init; }

    /// <summary>The share of the picture that moves otherwise than the whole, 0 to 1.</summary>
    public float Unrest { get; init; }

    /// <summary>How much faster than usual the part of the picture grows that comes straight on most: the logarithm of its factor per second, at least 0. One part
    /// more than usual would be reached in 1 / x seconds.</summary>
    public float Looming { get; init; }

    /// <summary>The middle of that part, in widths from the left.</summary>
    public float LoomingX { get; init; }

    /// <summary>The middle of that part, in heights from the top.</summary>
    public float LoomingY { get; init; }

    /// <summary>The share of the picture that has the colour of flames, 0 to 1.</summary>
    public float Flames { get; init; }

    /// <summary>The share of what can be followed whose pixels stayed what they were, 0 to 1: where a camera stands, whatever passes before it leaves the rest unchanged.</summary>
    public float Unchanged { get; init; }
}
