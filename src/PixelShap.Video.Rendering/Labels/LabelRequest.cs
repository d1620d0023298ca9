using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>A label that wants a place.</summary>
/// <param name="TrackId">Whose it is.</param>
/// <param name="Target">The box of the object.</param>
/// <param name="Width">The width of the label in pixels.</param>
/// <param name="Height">The height of the label in pixels.</param>
/// <param name="Priority">Who chooses first: the larger.</param>
internal readonly record struct LabelRequest(int TrackId, BoundingBox Target, int Width, int Height, double Priority);

/// <summary>The place that a label got.</summary>
/// <param name="TrackId">Whose it is.</param>
/// <param name="Box">The label.</param>
/// <param name="HasLeader">Whether the label stands so far from its object that a line has to lead to it.</param>
internal readonly record struct LabelPlacement(int TrackId, PixelBox Box, bool HasLeader);
