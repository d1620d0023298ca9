namespace PixelShap.Video.Vision.Motion;

/// <summary>A point of a picture and where it went, in heights of the picture; the middle of the picture is (0, 0).</summary>
/// <param name="X">How far to the right.</param>
/// <param name="Y">How far down.</param>
/// <param name="Dx">How far it went to the right.</param>
/// <param name="Dy">How far it went down.</param>
/// <param name="Cell">Its place on the grid of points, the same in every picture.</param>
/// <param name="Weight">How much it says of the motion of the whole picture, 0 to 1.</param>
internal readonly record struct FlowPoint(float X, float Y, float Dx, float Dy, int Cell, float Weight = 1);
