using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>A box that a network proposes.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="Score">The score.</param>
/// <param name="Box">The box in pixels of the network's input.</param>
/// <param name="Index">Where the proposal stands in the network's output.</param>
internal readonly record struct Candidate(int ClassId, float Score, BoundingBox Box, int Index);
