using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Which frames of a clip are keyframes, and what was seen in them.</summary>
public sealed class KeyframePlan
{
    private readonly Dictionary<MediaTime, JournalFrame> _frames;
    private readonly ILookup<long, JournalKeyframe> _keyframes;

    private KeyframePlan(Dictionary<MediaTime, JournalFrame> frames, ILookup<long, JournalKeyframe> keyframes)
    {
        _frames = frames;
        _keyframes = keyframes;
    }

    /// <summary>Reads the journal of a run.</summary>
    public static KeyframePlan Of(RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        ILookup<long, JournalKeyframe> keyframes = results.Prompts
            .SelectMany(prompt => prompt.Timeline.Keyframes).ToLookup(keyframe => keyframe.Frame);
        HashSet<long> wanted = [.. keyframes.Select(group => group.Key), .. results.Skipped.Select(skipped => skipped.Frame)];
        IEnumerable<JournalFrame> frames = results.ReadFrames().Where(frame => wanted.Contains(frame.Index)).DistinctBy(frame => frame.Pts);
        return new KeyframePlan(frames.ToDictionary(frame => frame.Pts), keyframes);
    }

    /// <summary>The frames, in order of time.</summary>
    public IEnumerable<JournalFrame> Frames => _frames.Values.OrderBy(frame => frame.Index);

    /// <summary>What was seen in the frame of this time; null where it is no keyframe.</summary>
    public JournalFrame? At(MediaTime pts) => _frames.GetValueOrDefault(pts);

    /// <summary>The keyframes of a frame: one per question.</summary>
    public IEnumerable<JournalKeyframe> Keyframes(long frame) => _keyframes[frame];
}
