using PixelShap.Video.Clips;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Media.Files;

/// <summary>The frames of a recording: of one file, or of a drive.</summary>
public interface IRecordedFrames : IFrameSource
{
    /// <summary>What was wrong with it, one sentence each, for people; complete when all frames have been read.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>How much could be read of one that is damaged; null for one that is whole, and before all frames have been read.</summary>
    ClipRecovery? Recovery { get; }
}
