namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Dense optical flow by inverse search (DIS; Kroeger et al., "Fast optical flow using dense inverse search", ECCV 2016) without the
/// variational refinement. The same pictures give the same bits. Keeps working memory, so one thread at a time.
/// </summary>
internal sealed class DenseFlow
{
    /// <summary>Every second patch overlaps: see docs/decisions/0031-mask-propagation.md.</summary>
    private const int Spacing = 4;

    private const int Iterations = 6;

    private readonly int _finest;
    private FlowLevel[] _levels = [];

    private DenseFlow(int finest) => _finest = finest;

    /// <summary>Down to single pixels: what masks are carried with.</summary>
    internal static DenseFlow Fine() => new(finest: 0);

    /// <summary>Down to blocks of two pixels, a quarter of the time: enough to check the fine flow against.</summary>
    internal static DenseFlow Coarse() => new(finest: 1);

    /// <summary>For each pixel of <paramref name="from"/> how far away it lies in <paramref name="to"/>.</summary>
    internal void Calculate(GreyFrame from, GreyFrame to, FlowField result)
    {
        if (_levels.Length != from.Levels.Count || _levels[0].Flow.Width != from.Width || _levels[0].Flow.Height != from.Height)
        {
            _levels = [.. from.Levels.Select(level => new FlowLevel(level.Width, level.Height, Spacing))];
        }

        int finest = Math.Min(_finest, _levels.Length - 1);
        FlowField? flow = null;
        for (int i = _levels.Length - 1; i >= finest; i--)
        {
            _levels[i].Calculate(from.Levels[i], to.Levels[i], flow, Iterations);
            flow = _levels[i].Flow;
        }

        for (int i = finest - 1; i >= 0; i--)
        {
            flow!.DoubleInto(_levels[i].Flow);
            flow = _levels[i].Flow;
        }

        flow!.Values.CopyTo(result.Values, 0);
    }
}
