using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>What kind of picture is to be drawn.</summary>
internal enum ShotKind
{
    Title,
    Card,
    Picture,
    Held,
}

/// <summary>Something to draw. Owns the frame.</summary>
internal sealed record ReviewShot(ShotKind Kind, Frame Source, Scene? Scene, ImportanceStrip Strip, MediaTime At, double Seconds, MomentCard? Card);
