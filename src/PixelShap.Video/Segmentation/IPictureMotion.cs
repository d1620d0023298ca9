using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>Measures how pictures moved, from each to the next. Keeps state and is not thread-safe.</summary>
public interface IPictureMotion
{
    /// <summary>Goes on to the next picture.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>The motion from the picture before it; null for the first one and where the size changed.</returns>
    IMotionStep? Next(BgrImage image);
}

/// <summary>The motion between two pictures. Does not change any more.</summary>
public interface IMotionStep
{
    /// <summary>Where a box of the earlier picture is in the later one.</summary>
    BoundingBox Forth(BoundingBox box);

    /// <summary>Where a box of the later picture was in the earlier one.</summary>
    BoundingBox Back(BoundingBox box);
}
