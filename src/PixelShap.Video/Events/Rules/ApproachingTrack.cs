using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Events.Rules;

/// <summary>How fast one track comes straight on: the growth of its box over the last 0.4 s.</summary>
internal sealed class ApproachingTrack
{
    /// <summary>What the growth is measured over.</summary>
    internal const double WindowSeconds = 0.4;

    private const double LeastHeight = 1.0 / 6;
    private const int FewestSights = 4;
    private const double Centred = 0.3;
    private const double MostAside = 0.2;
    private const float Border = 2;

    // What grows along one axis only comes out from behind something.
    private const double LeastEvenness = 0.4;

    // A box that has just been found is still settling.
    private const double LeastAge = 0.6;

    private readonly Queue<Sight> _sights = new();
    private double? _first;

    /// <summary>When it was seen last.</summary>
    public double Last { get; private set; } = double.NegativeInfinity;

    /// <summary>The width of its box in pixels.</summary>
    public double Width { get; private set; }

    /// <summary>The largest width of the last seconds.</summary>
    public double Widest { get; private set; }

    /// <summary>When that was.</summary>
    public double WidestAt { get; private set; }

    /// <summary>The rate of growth per second; 0 where it does not come straight on, is too small, or is cut by the border.</summary>
    public double Look(EventView view, BoundingBox box)
    {
        _first ??= view.Seconds;
        (Last, Width) = (view.Seconds, box.Width);
        if (box.Width >= Widest || view.Seconds - WidestAt > 2)
        {
            (Widest, WidestAt) = (box.Width, view.Seconds);
        }

        bool cut = box.Left < Border || box.Right > view.Width - Border || box.Top < Border;
        if (cut || box.Height < LeastHeight * view.Height)
        {
            _sights.Clear();
            return 0;
        }

        _sights.Enqueue(new Sight(view.Seconds, Math.Log(Math.Max(1, box.Width)), Math.Log(Math.Max(1, box.Height)), (box.Left + box.Right) / 2));
        while (view.Seconds - _sights.Peek().At > WindowSeconds + 1e-9)
        {
            _sights.Dequeue();
        }

        return _sights.Count < FewestSights || view.Seconds - _sights.Peek().At < 0.6 * WindowSeconds || view.Seconds - _first < LeastAge ? 0 : Rate(view, box);
    }

    private double Rate(EventView view, BoundingBox box)
    {
        (double rate, double error) = Slope(sight => sight.Width);
        (double higher, double _) = Slope(sight => sight.Height);
        (double aside, double _) = Slope(sight => sight.Middle);
        if (rate <= 0 || rate < 2 * error || higher < LeastEvenness * rate)
        {
            return 0;
        }

        // The point that stands still: it grows about it.
        double middle = (box.Left + box.Right) / 2, still = middle - (aside / rate);
        return Math.Abs(still - middle) <= Centred * box.Width && Math.Abs((middle / view.Width) - 0.5) <= MostAside ? rate : 0;
    }

    private (double Slope, double Error) Slope(Func<Sight, double> value)
    {
        double time = _sights.Average(sight => sight.At), mean = _sights.Average(value);
        double spread = _sights.Sum(sight => (sight.At - time) * (sight.At - time)), slope = _sights.Sum(sight => (sight.At - time) * (value(sight) - mean)) / spread;
        double rest = _sights.Sum(sight => Math.Pow(value(sight) - mean - (slope * (sight.At - time)), 2));
        return (slope, Math.Sqrt(rest / (_sights.Count - 2) / spread));
    }

    /// <summary>A box: the logarithms of its sides in pixels, and the middle.</summary>
    private readonly record struct Sight(double At, double Width, double Height, double Middle);
}
