using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// The tracks of a finished run with what only hindsight tells: first sights are added, doubtful tracks are left out, short gaps are filled, boxes without
/// masks are smoothed. Videos, report, exports and measurements all read them from here; the journal keeps what was seen.
/// </summary>
public sealed class OfflineTracks
{
    private readonly IReadOnlyDictionary<long, List<EarlierSight>> _earlier;
    private readonly GapFilling _filling;

    internal OfflineTracks(
        IReadOnlyDictionary<int, TrackSpan> spans, IReadOnlyDictionary<long, List<EarlierSight>> earlier, double fillGapSeconds)
    {
        Spans = spans;
        _earlier = earlier;
        _filling = new GapFilling(fillGapSeconds);
    }

    /// <summary>The lives of the tracks by id.</summary>
    public IReadOnlyDictionary<int, TrackSpan> Spans { get; }

    /// <summary>
    /// The same frames with the tracks as hindsight shows them. What was made is appended to the detections of a frame; what was seen stays among them as it
    /// was. Holds back as many frames as the longest gap takes.
    /// </summary>
    /// <param name="frames">All frames of the run in order, with their masks.</param>
    public IEnumerable<JournalFrame> Of(IEnumerable<JournalFrame> frames) => BoxSmoothing.Of(_filling.Of(frames.Select(Known)));

    /// <summary>A frame with the objects of the tracks that are kept, those that were known only later among them.</summary>
    private JournalFrame Known(JournalFrame frame)
    {
        List<JournalObject> objects = [.. frame.Objects.Where(item => Spans.ContainsKey(item.TrackId))];
        foreach (EarlierSight sight in _earlier.GetValueOrDefault(frame.Index) ?? [])
        {
            int detection = Spans.ContainsKey(sight.TrackId) ? Find(frame, sight, objects) : -1;
            if (detection >= 0)
            {
                objects.Add(new JournalObject(sight.TrackId, detection, frame.Detections[detection].ClassId, Spans[sight.TrackId].ClassName));
            }
        }

        return objects.Count == frame.Objects.Count && _earlier.Count == 0
            ? frame
            : frame with { Objects = [.. objects.OrderBy(item => item.TrackId)] };
    }

    private static int Find(JournalFrame frame, EarlierSight sight, List<JournalObject> taken)
    {
        for (int i = 0; i < frame.Detections.Count; i++)
        {
            if (frame.Detections[i].Box == sight.Box && frame.Detections[i].Score.Equals(sight.Score) && !taken.Exists(item => item.Detection == i))
            {
                return i;
            }
        }

        return -1;
    }
}
