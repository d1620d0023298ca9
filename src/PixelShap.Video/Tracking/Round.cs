using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>The association of one frame: each match takes a track and a detection out of the rounds that follow.</summary>
internal sealed class Round(Affinity affinity, FrameHeader frame, IReadOnlyList<Detection> detections)
{
    private readonly HashSet<Track> _matchedTracks = [];
    private readonly bool[] _matched = new bool[detections.Count];

    public FrameHeader Frame => frame;

    public IReadOnlyList<Detection> Detections => detections;

    public List<(Track Track, Detection Detection)> Matches { get; } = [];

    public bool Has(Track track) => _matchedTracks.Contains(track);

    public bool IsFree(int index) => !_matched[index];

    public List<int> Where(Predicate<float> score)
    {
        var indices = new List<int>();
        for (int i = 0; i < detections.Count; i++)
        {
            if (score(detections[i].Score))
            {
                indices.Add(i);
            }
        }

        return indices;
    }

    /// <summary>Joins what is left of <paramref name="tracks"/> to what is left of <paramref name="candidates"/>.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="candidates">Indices of detections.</param>
    /// <param name="place">Where a track is looked for.</param>
    /// <param name="minOverlap">The least overlap of a pair.</param>
    public void Match(List<Track> tracks, List<int> candidates, Func<Track, BoundingBox> place, double minOverlap)
    {
        List<Track> rows = tracks.FindAll(track => !Has(track));
        List<int> columns = candidates.FindAll(IsFree);
        if (rows.Count == 0 || columns.Count == 0)
        {
            return;
        }

        var values = new double[rows.Count, columns.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            BoundingBox box = place(rows[i]);
            for (int j = 0; j < columns.Count; j++)
            {
                values[i, j] = affinity.Of(rows[i], box, detections[columns[j]], minOverlap);
            }
        }

        int[] columnOf = Assignment.Maximize(values);
        for (int i = 0; i < rows.Count; i++)
        {
            if (columnOf[i] >= 0)
            {
                int index = columns[columnOf[i]];
                rows[i].See(frame, detections[index]);
                _matched[index] = true;
                _matchedTracks.Add(rows[i]);
                Matches.Add((rows[i], detections[index]));
            }
        }
    }
}
