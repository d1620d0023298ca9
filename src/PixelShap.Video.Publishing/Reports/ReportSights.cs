using System.Text;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Where every track was seen, as the page of a report holds it: every frame, or of a long run every so many-th.</summary>
internal sealed class ReportSights
{
    /// <summary>The sights that a page holds at the most: about 7 MB of outlines.</summary>
    private const long MostSights = 40_000;

    private ReportSights(int stride, List<double> frameSeconds, List<ReportTrack> tracks)
    {
        Stride = stride;
        FrameSeconds = frameSeconds;
        Tracks = tracks;
    }

    /// <summary>1 where every frame is in the page.</summary>
    public int Stride { get; }

    /// <summary>The times of the frames in the page, ascending.</summary>
    public IReadOnlyList<double> FrameSeconds { get; }

    /// <summary>The tracks by id.</summary>
    public IReadOnlyList<ReportTrack> Tracks { get; }

    /// <summary>Reads the journal. Keyframes are always among the frames.</summary>
    public static ReportSights Read(RunResults results)
    {
        long sights = results.Tracks.Values.Sum(track => track.FrameCount);
        int stride = (int)Math.Max(1, (sights + MostSights - 1) / MostSights);
        HashSet<long> keyframes = [.. results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).Select(keyframe => keyframe.Frame)];
        var seconds = new List<double>();
        var tracks = new SortedDictionary<int, ReportTrack>();
        long number = 0;
        foreach (JournalFrame frame in results.ReadTracks())
        {
            if (number++ % stride != 0 && !keyframes.Contains(frame.Index))
            {
                continue;
            }

            foreach (JournalObject item in frame.Objects)
            {
                if (!tracks.TryGetValue(item.TrackId, out ReportTrack? track))
                {
                    tracks.Add(item.TrackId, track = new ReportTrack(results.Tracks[item.TrackId], [], []));
                }

                track.Frames.Add(seconds.Count);
                track.Outlines.Add(Encoding.ASCII.GetBytes(MaskOutline.PathOf(frame.Detections[item.Detection], frame.Width)));
            }

            seconds.Add(frame.Seconds);
        }

        return new ReportSights(stride, seconds, [.. tracks.Values]);
    }
}

/// <summary>A track in the page of a report.</summary>
/// <param name="Span">Its life.</param>
/// <param name="Frames">The places, in the list of the page's frames, of those in which it is seen.</param>
/// <param name="Outlines">Its outline in each of them, ASCII.</param>
internal sealed record ReportTrack(TrackSpan Span, List<int> Frames, List<byte[]> Outlines);
