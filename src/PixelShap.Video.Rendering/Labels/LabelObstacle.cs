using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>An object that labels should not cover.</summary>
/// <param name="TrackId">Its track.</param>
/// <param name="Box">Where it is, in pixels of the output.</param>
/// <param name="Strength">How strongly it is coloured, 0 to 1: what mattered is covered last.</param>
internal readonly record struct LabelObstacle(int TrackId, BoundingBox Box, double Strength);
