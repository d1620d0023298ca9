using PixelShap.Video.Frames;

namespace PixelShap.Video.Tracking;

/// <summary>One sight of one track: which frame, and what was seen.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Object">The identity and the detection.</param>
public sealed record TrackObservation(FrameHeader Frame, TrackedObject Object);
