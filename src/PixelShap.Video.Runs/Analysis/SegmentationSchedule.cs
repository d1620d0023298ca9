using PixelShap.Video.Frames;
using PixelShap.Video.Keyframes;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Says in which frames the network looks: every <paramref name="every"/>-th, and each that begins a scene. Depends on the pictures alone, so that
/// a resumed run looks at the same ones.
/// </summary>
/// <param name="every">The distance in frames, at least 1.</param>
/// <param name="cutThreshold">The difference of colours above which a scene begins, 0 to 1.</param>
internal sealed class SegmentationSchedule(int every, double cutThreshold)
{
    private readonly SceneCutDetector _cuts = new();
    private (int Epoch, int Width, int Height)? _scene;
    private int _since;

    /// <summary>Looks at the next frame.</summary>
    /// <returns>Whether the network is to look at it, whether it begins a scene, and how different its colours are.</returns>
    public (bool IsDue, bool BeginsScene, double Difference) Next(Frame frame)
    {
        double difference = _cuts.Difference(frame.Image);
        (int Epoch, int Width, int Height) scene = (frame.Header.Epoch.Number, frame.Width, frame.Height);
        bool begins = scene != _scene || difference > cutThreshold;
        _scene = scene;
        bool due = begins || ++_since >= every;
        if (due)
        {
            _since = 0;
        }

        return (due, begins, difference);
    }
}
