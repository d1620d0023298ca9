namespace PixelShap.Video.Vision.Motion;

/// <summary>A point of a picture and where it went, in heights of the picture; the middle of the picture is (0, 0).</summary>
internal readonly record struct FlowPoint(float X, float Y, float Dx, float Dy);
