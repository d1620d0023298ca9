using PixelShap.Masking;

namespace PixelShap.Video.Events;

/// <summary>Measures what pictures tell, from each to the next. Keeps state and is not thread-safe.</summary>
public interface IPictureSense
{
    /// <summary>The width in pixels at which pictures are measured.</summary>
    const int Width = 128;

    /// <summary>Goes on to the next picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="seconds">The time since the picture before; 0 where there is none.</param>
    PictureSignals Next(BgrImage image, double seconds);

    /// <summary>What comes next has nothing to do with what came before: another epoch.</summary>
    void Forget();
}
