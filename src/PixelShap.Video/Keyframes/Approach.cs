using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Keyframes;

/// <summary>
/// The time to contact of one object from the growth of its box: an object that comes straight on grows by the same factor in the same time, and
/// τ = s / (ds/dt) = 1 / (d ln s / dt) whatever its size and distance (Lee, "A theory of visual control of braking", 1976). The slope of
/// ln s is fitted over half a second.
/// </summary>
internal sealed class Approach
{
    private const double WindowSeconds = 0.5;
    private const double LeastWindowSeconds = 0.3;
    private const int FewestSamples = 4;

    // The slope must stand out from the jitter of the boxes.
    private const double Significance = 2;

    // Objects whose side is less than this share of the picture's height jitter too much.
    private const double LeastSize = 0.05;

    private const float Border = 2;

    private readonly Queue<(double Seconds, double LogSize)> _samples = new();
    private bool _warned;

    /// <summary>Takes the next box; true when the time to contact has just fallen below <paramref name="seconds"/>' limit.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="box">The box.</param>
    /// <param name="width">The width of the picture.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="limit">The time to contact in seconds below which it counts.</param>
    public bool Look(double seconds, BoundingBox box, int width, int height, double limit)
    {
        // A box that the picture's border cuts does not show the object's size.
        bool cut = box.Left < Border || box.Top < Border || box.Right > width - Border || box.Bottom > height - Border;
        double size = Math.Sqrt(box.Area);
        if (cut || size < LeastSize * height)
        {
            _samples.Clear();
            return false;
        }

        _samples.Enqueue((seconds, Math.Log(size)));
        while (seconds - _samples.Peek().Seconds > WindowSeconds + 1e-9)
        {
            _samples.Dequeue();
        }

        if (_samples.Count < FewestSamples || seconds - _samples.Peek().Seconds < LeastWindowSeconds - 1e-9)
        {
            return false;
        }

        (double growth, double error) = Slope();
        bool soon = growth >= 1 / limit && growth >= Significance * error;
        bool warn = soon && !_warned;
        // One approach is one event: only when the object has clearly fallen back it may come on again.
        _warned = soon || (_warned && growth > 0.5 / limit);
        return warn;
    }

    /// <summary>The slope of the line of least squares, and its standard error.</summary>
    private (double Slope, double Error) Slope()
    {
        double meanTime = _samples.Average(sample => sample.Seconds), meanSize = _samples.Average(sample => sample.LogSize);
        double spread = _samples.Sum(sample => (sample.Seconds - meanTime) * (sample.Seconds - meanTime));
        double slope = _samples.Sum(sample => (sample.Seconds - meanTime) * (sample.LogSize - meanSize)) / spread;
        double rest = _samples.Sum(sample => Math.Pow(sample.LogSize - meanSize - (slope * (sample.Seconds - meanTime)), 2));
        return (slope, Math.Sqrt(rest / (_samples.Count - 2) / spread));
    }
}
