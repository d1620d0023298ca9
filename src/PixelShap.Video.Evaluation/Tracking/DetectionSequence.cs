using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>A benchmark sequence: detections on disk instead of a video.</summary>
/// <param name="Name">The name of the sequence, also of its result file.</param>
/// <param name="Frames">Every frame in order. <see cref="FrameHeader.Index"/> is the frame number of the benchmark.</param>
/// <param name="Detections">For each frame what was detected in it.</param>
public sealed record DetectionSequence(string Name, IReadOnlyList<FrameHeader> Frames, IReadOnlyList<IReadOnlyList<Detection>> Detections);
