namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Knows which parts of the picture stand still for seconds. Where a good share does, the camera stands, and only those parts tell how it moves: at a crossing most of the
/// picture may be traffic.
/// </summary>
internal sealed class StandingParts
{
    // A fifth of a pixel of 72 rows, in heights.
    private const double Still = 0.003;

    private const double MemorySeconds = 1.5;
    private const float Mostly = 0.6f;
    private const double LeastShare = 0.3;

    private readonly Dictionary<int, float> _stillness = [];

    public void Forget() => _stillness.Clear();

    /// <summary>The points, weighted: those that do not stand get none while enough others do.</summary>
    public FlowPoint[] Weigh(FlowPoint[] points, double seconds)
    {
        float share = (float)(1 - Math.Exp(-seconds / MemorySeconds));
        foreach (FlowPoint point in points)
        {
            bool still = (point.Dx * point.Dx) + (point.Dy * point.Dy) < Still * Still;
            float before = _stillness.GetValueOrDefault(point.Cell, 0);
            _stillness[point.Cell] = before + (share * ((still ? 1 : 0) - before));
        }

        // What a car hides for a while still stands.
        return _stillness.Values.Count(static value => value >= Mostly) < LeastShare * _stillness.Count
            ? points
            : [.. points.Select(point => point with { Weight = _stillness[point.Cell] >= Mostly ? 1 : 0 })];
    }
}
