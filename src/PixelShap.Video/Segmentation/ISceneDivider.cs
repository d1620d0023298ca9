using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>A part of a picture that is no tracked object.</summary>
/// <param name="Mask">Its pixels; none of an object's.</param>
/// <param name="Weight">How likely it is, compared with the other parts, that it catches the eye: positive.</param>
/// <param name="Parts">What it falls into; none where it cannot be divided further. They cover it.</param>
public sealed record ScenePart(Mask Mask, double Weight, IReadOnlyList<ScenePart> Parts);

/// <summary>Divides what is no object into parts, by the picture alone. Thread-safe.</summary>
public interface ISceneDivider
{
    /// <summary>Divides a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="objects">The masks of its objects: they belong to no part.</param>
    /// <returns>Parts that share no pixel and cover all that is no object, in no order; none where objects cover the picture.</returns>
    IReadOnlyList<ScenePart> Divide(BgrImage image, IReadOnlyList<Mask> objects);
}
