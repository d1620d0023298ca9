using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// Smooths boxes that have no mask: each edge becomes the value, at its own time, of the straight line that fits the sights around it best, weighted by a
/// Gaussian of the time between them and by the square of their score (a doubtful box has more noise). The idea of the Gaussian-smoothed interpolation of
/// StrongSORT (Du et al., 2023), with local linear regression in place of a Gaussian process. A box that belongs to a mask stays with it.
/// </summary>
internal static class BoxSmoothing
{
    private const double WidthSeconds = 0.1, ReachSeconds = 4 * WidthSeconds;

    // Where the clock of a video stands still.
    private const int MostHeld = 1024;

    /// <summary>The same frames with smoothed boxes. Holds back as many as the reach takes, before and after.</summary>
    /// <param name="frames">Frames in order of time.</param>
    public static IEnumerable<JournalFrame> Of(IEnumerable<JournalFrame> frames)
    {
        var held = new List<JournalFrame>();
        int next = 0;
        foreach (JournalFrame frame in frames)
        {
            while (next < held.Count && (frame.Seconds - held[next].Seconds > ReachSeconds || frame.Epoch != held[next].Epoch || held.Count - next >= MostHeld))
            {
                yield return Smooth(held, next++);
            }

            int old = Math.Max(held.FindIndex(other => frame.Seconds - other.Seconds <= 2 * ReachSeconds), held.Count - (2 * MostHeld));
            int leave = Math.Clamp(old, 0, next);
            held.RemoveRange(0, leave);
            next -= leave;
            held.Add(frame);
        }

        while (next < held.Count)
        {
            yield return Smooth(held, next++);
        }
    }

    private static JournalFrame Smooth(List<JournalFrame> held, int index)
    {
        JournalFrame frame = held[index];
        JournalObject[] objects = [.. frame.Objects];
        List<Detection> detections = [.. frame.Detections];
        for (int i = 0; i < objects.Length; i++)
        {
            Detection seen = frame.Detections[objects[i].Detection];
            if (seen.Mask is null)
            {
                BoundingBox box = LineOf(held, frame, objects[i].TrackId).AtZero();
                objects[i] = objects[i] with { Detection = detections.Count };
                detections.Add(seen with { Box = box });
            }
        }

        return detections.Count == frame.Detections.Count ? frame : frame with { Detections = detections, Objects = objects };
    }

    private static LocalLine LineOf(List<JournalFrame> held, JournalFrame frame, int track)
    {
        var line = new LocalLine();
        foreach (JournalFrame other in held)
        {
            double away = other.Seconds - frame.Seconds;
            if (Math.Abs(away) <= ReachSeconds && other.Epoch == frame.Epoch && other.Objects.FirstOrDefault(item => item.TrackId == track) is { } item)
            {
                Detection seen = other.Detections[item.Detection];
                double distance = away / WidthSeconds;
                line.Add(away, seen.Box, Math.Exp(-distance * distance / 2) * Math.Max(seen.Score * seen.Score, 1e-4));
            }
        }

        return line;
    }

    /// <summary>A weighted least-squares line through each edge of a box over time.</summary>
    private struct LocalLine
    {
        private double _weight, _time, _square;
        private Edges _sum, _product;

        public void Add(double time, BoundingBox box, double weight)
        {
            _weight += weight;
            _time += weight * time;
            _square += weight * time * time;
            _sum = _sum.Plus(box, weight);
            _product = _product.Plus(box, weight * time);
        }

        /// <summary>The box at time 0; the weighted mean where all times are alike.</summary>
        public readonly BoundingBox AtZero()
        {
            double spread = (_weight * _square) - (_time * _time);
            return spread > 1e-9 * _weight * _square && spread > 0
                ? _sum.Mix(_square / spread, _product, -_time / spread)
                : _sum.Mix(1 / _weight, _product, 0);
        }
    }

    private readonly record struct Edges(double Left, double Top, double Right, double Bottom)
    {
        public Edges Plus(BoundingBox box, double weight) =>
            new(Left + (weight * box.Left), Top + (weight * box.Top), Right + (weight * box.Right), Bottom + (weight * box.Bottom));

        public BoundingBox Mix(double own, Edges other, double share) => new(
            (float)((own * Left) + (share * other.Left)), (float)((own * Top) + (share * other.Top)),
            (float)((own * Right) + (share * other.Right)), (float)((own * Bottom) + (share * other.Bottom)));
    }
}
