using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>A detection with the identity that the tracker gave it.</summary>
/// <param name="TrackId">The identity, from 1; never used for two objects in a run.</param>
/// <param name="Detection">What was seen. Its class is the track's class, which does not flicker from frame to frame.</param>
public sealed record TrackedObject(int TrackId, Detection Detection);
