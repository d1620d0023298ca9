using PixelShap.Masking;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Masks;

/// <summary>How well the masks of one run agree with those of another run of the same clip.</summary>
/// <param name="Frames">Frames that both runs have.</param>
/// <param name="ReferenceTracks">Tracks of the reference.</param>
/// <param name="MatchedTracks">Of these, how many have a track of the same class in the other run.</param>
/// <param name="MeanIou">The mean mask IoU over all objects of matched tracks in the frames in which both see them, 0 to 1.</param>
/// <param name="MeanIouCarried">The same over the frames into which the other run carried its masks.</param>
/// <param name="MeanIouSeen">The same over the frames that its network saw.</param>
/// <param name="Coverage">The share of the reference's objects, frame by frame, whose matched track is there too.</param>
/// <param name="CarriedFrames">Frames into which the other run carried its masks.</param>
public sealed record MaskAgreement(
    long Frames, int ReferenceTracks, int MatchedTracks, double MeanIou, double MeanIouCarried, double MeanIouSeen, double Coverage, long CarriedFrames)
{
    // From this IoU on, two objects of a frame may be the same.
    private const double SameIou = 0.5;

    /// <summary>
    /// Compares frame by frame. Tracks are matched one to one so that as many frames as possible have the same object (same class, mask IoU of
    /// at least a half); after that every frame in which both tracks are seen counts, whatever the IoU.
    /// </summary>
    /// <param name="reference">The run to agree with.</param>
    /// <param name="other">The other run.</param>
    public static MaskAgreement Between(RunResults reference, RunResults other)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(other);
        var pairs = new Dictionary<(int Reference, int Other), Pair>();
        var objects = new Dictionary<int, long>();
        long frames = 0, carried = 0;
        foreach ((JournalFrame first, JournalFrame second) in Together(reference.ReadFrames(), other.ReadFrames()))
        {
            frames++;
            carried += second.IsCarried ? 1 : 0;
            foreach ((int id, string name, Mask mask) in Masks(first))
            {
                objects[id] = objects.GetValueOrDefault(id) + 1;
                foreach ((int otherId, string otherName, Mask otherMask) in Masks(second))
                {
                    if (name == otherName)
                    {
                        if (!pairs.TryGetValue((id, otherId), out Pair? pair))
                        {
                            pairs.Add((id, otherId), pair = new Pair());
                        }

                        pair.Add(mask.IoU(otherMask), second.IsCarried);
                    }
                }
            }
        }

        Pair[] matched = Match(pairs);
        (double carriedSum, long carriedCount) = (matched.Sum(pair => pair.CarriedSum), matched.Sum(pair => pair.Carried));
        (double seenSum, long seenCount) = (matched.Sum(pair => pair.SeenSum), matched.Sum(pair => pair.Seen));
        return new MaskAgreement(
            frames,
            reference.Tracks.Count,
            matched.Length,
            Mean(carriedSum + seenSum, carriedCount + seenCount),
            Mean(carriedSum, carriedCount),
            Mean(seenSum, seenCount),
            Mean(carriedCount + seenCount, objects.Values.Sum()),
            carried);
    }

    private static Pair[] Match(Dictionary<(int Reference, int Other), Pair> pairs)
    {
        int[] rows = [.. pairs.Keys.Select(key => key.Reference).Distinct().Order()], columns = [.. pairs.Keys.Select(key => key.Other).Distinct().Order()];
        var values = new double[rows.Length, columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                // A value of 0 or less is no match.
                values[i, j] = pairs.TryGetValue((rows[i], columns[j]), out Pair? pair) && pair.Same > 0 ? pair.Same : double.NegativeInfinity;
            }
        }

        int[] columnOf = Assignment.Maximize(values);
        return [.. Enumerable.Range(0, rows.Length).Where(i => columnOf[i] >= 0).Select(i => pairs[(rows[i], columns[columnOf[i]])])];
    }

    private static IEnumerable<(int Id, string Name, Mask Mask)> Masks(JournalFrame frame) =>
        from item in frame.Objects
        let mask = frame.Detections[item.Detection].Mask
        where mask is not null
        select (item.TrackId, item.ClassName, mask);

    /// <summary>The frames that both have, by index.</summary>
    private static IEnumerable<(JournalFrame First, JournalFrame Second)> Together(IEnumerable<JournalFrame> first, IEnumerable<JournalFrame> second)
    {
        using IEnumerator<JournalFrame> others = second.GetEnumerator();
        bool more = others.MoveNext();
        foreach (JournalFrame frame in first)
        {
            while (more && others.Current.Index < frame.Index)
            {
                more = others.MoveNext();
            }

            if (more && others.Current.Index == frame.Index)
            {
                yield return (frame, others.Current);
            }
        }
    }

    private static double Mean(double sum, long count) => count == 0 ? 0 : sum / count;

    private sealed class Pair
    {
        public long Same { get; private set; }

        public long Carried { get; private set; }

        public double CarriedSum { get; private set; }

        public long Seen { get; private set; }

        public double SeenSum { get; private set; }

        public void Add(double iou, bool isCarried)
        {
            Same += iou >= SameIou ? 1 : 0;
            if (isCarried)
            {
                Carried++;
                CarriedSum += iou;
            }
            else
            {
                Seen++;
                SeenSum += iou;
            }
        }
    }
}
