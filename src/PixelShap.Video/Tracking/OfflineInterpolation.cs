using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>Fills short gaps of finished tracks with boxes on the straight line in time between the two sights around the gap.</summary>
public sealed class OfflineInterpolation
{
    private readonly TimeSpan _maxGap;

    /// <summary>Creates the interpolation.</summary>
    /// <param name="maxGap">The longest time between two sights that is filled.</param>
    public OfflineInterpolation(TimeSpan maxGap) => _maxGap = maxGap;

    /// <summary>
    /// All observations with the filled ones among them, by frame and track id. A filled box has no mask and the lower of the
    /// two scores beside it.
    /// </summary>
    /// <param name="frames">Every frame of the video in order, also those without observations.</param>
    /// <param name="observations">The observations, in any order.</param>
    public IReadOnlyList<TrackObservation> Fill(IReadOnlyList<FrameHeader> frames, IEnumerable<TrackObservation> observations)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(observations);
        var positions = new Dictionary<long, int>(frames.Count);
        for (int i = 0; i < frames.Count; i++)
        {
            positions.Add(frames[i].Index, i);
        }

        var filled = new List<TrackObservation>();
        foreach (IGrouping<int, TrackObservation> track in observations.GroupBy(one => one.Object.TrackId))
        {
            TrackObservation? before = null;
            foreach (TrackObservation sight in track.OrderBy(one => one.Frame.Index))
            {
                if (before is not null)
                {
                    filled.AddRange(Between(frames, positions, before, sight));
                }

                filled.Add(sight);
                before = sight;
            }
        }

        filled.Sort((first, second) => (first.Frame.Index, first.Object.TrackId).CompareTo((second.Frame.Index, second.Object.TrackId)));
        return filled;
    }

    private IEnumerable<TrackObservation> Between(
        IReadOnlyList<FrameHeader> frames, Dictionary<long, int> positions, TrackObservation before, TrackObservation after)
    {
        double start = before.Frame.Pts.Seconds, length = after.Frame.Pts.Seconds - start;
        if (length <= 0 || length > _maxGap.TotalSeconds)
        {
            yield break;
        }

        Detection first = before.Object.Detection, second = after.Object.Detection;
        for (int i = positions[before.Frame.Index] + 1; i < positions[after.Frame.Index]; i++)
        {
            BoundingBox box = Track.Between(first.Box, second.Box, (frames[i].Pts.Seconds - start) / length);
            Detection between = first with { Box = box, Mask = null, Score = Math.Min(first.Score, second.Score) };
            yield return new TrackObservation(frames[i], new TrackedObject(before.Object.TrackId, between));
        }
    }
}
