using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>One object that a segmenter saw in one frame.</summary>
/// <param name="ClassId">The index of the class in the model's list.</param>
/// <param name="ClassName">The name of the class, for example <c>car</c>.</param>
/// <param name="Score">The model's confidence, 0 to 1.</param>
/// <param name="Box">The box in pixels of the frame.</param>
/// <param name="Mask">The pixels of the object at frame resolution; null from a detector without masks.</param>
public sealed record Detection(int ClassId, string ClassName, float Score, BoundingBox Box, Mask? Mask);
