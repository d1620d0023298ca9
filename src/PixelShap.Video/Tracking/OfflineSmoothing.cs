using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// Smooths the boxes of finished tracks: each edge becomes the value, at its own time, of the straight line that fits the sights around
/// it best,
/// weighted by a Gaussian of the time between them and by the square of their score (a doubtful box has more noise). The idea of the
/// Gaussian-smoothed interpolation of StrongSORT (Du et al., 2023), with local linear regression in place of a Gaussian process. Masks
/// stay as they are: this is for results that consist of boxes.
/// </summary>
public sealed class OfflineSmoothing
{
    private const double Reach = 4;
    private readonly double _width;

    /// <summary>Creates the smoothing.</summary>
    /// <param name="width">The standard deviation of the Gaussian; zero leaves every box as it is.</param>
    public OfflineSmoothing(TimeSpan width) => _width = width.TotalSeconds;

    /// <summary>The same observations in the same order, with smoothed boxes.</summary>
    /// <param name="observations">The observations of any number of tracks, those of one track in order of time.</param>
    public IReadOnlyList<TrackObservation> Smooth(IReadOnlyList<TrackObservation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (_width <= 0)
        {
            return observations;
        }

        TrackObservation[] smooth = [.. observations];
        foreach (IGrouping<int, int> track in Enumerable.Range(0, smooth.Length).GroupBy(index => observations[index].Object.TrackId))
        {
            int[] sights = [.. track];
            int first = 0;
            for (int i = 0; i < sights.Length; i++)
            {
                double time = Seconds(i);
                while (time - Seconds(first) > Reach * _width)
                {
                    first++;
                }

                var line = new LocalLine();
                for (int j = first; j < sights.Length && Seconds(j) - time <= Reach * _width; j++)
                {
                    Detection seen = observations[sights[j]].Object.Detection;
                    double distance = (Seconds(j) - time) / _width;
                    line.Add(Seconds(j) - time, seen.Box, Math.Exp(-distance * distance / 2) * Math.Max(seen.Score * seen.Score, 1e-4));
                }

                TrackedObject old = smooth[sights[i]].Object;
                smooth[sights[i]] = smooth[sights[i]] with { Object = old with { Detection = old.Detection with { Box = line.AtZero() } } };
            }

            double Seconds(int sight) => observations[sights[sight]].Frame.Pts.Seconds;
        }

        return smooth;
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
