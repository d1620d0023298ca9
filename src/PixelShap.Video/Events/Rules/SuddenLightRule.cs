using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>A sudden light: within 0.2 s the mean luma rises by 0.12 or more of its range while the scene stays, so it is no cut. Strength: the rise by 0.5.</summary>
internal sealed class SuddenLightRule : IEventRule
{
    private const double LeastRise = 0.12;
    private const double RiseSeconds = 0.2;
    private const double AgainSeconds = 1;

    private readonly RecentValues _brightness = new(1);
    private double _last = double.NegativeInfinity;

    public void Forget() => _brightness.Clear();

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds, light = view.Signals.Brightness;
        double? before = _brightness.Mean(now - 1, now - RiseSeconds), lowest = _brightness.Min(now - RiseSeconds, now);
        _brightness.Add(now, light);
        if (before is not { } usual || _brightness.Span < 0.4 || now - _last < AgainSeconds)
        {
            yield break;
        }

        double rise = light - Math.Max(usual, lowest ?? 0);
        if (rise >= LeastRise && view.Signals.Likeness >= 0.45)
        {
            _last = now;
            yield return new DrivingEvent(
                now, EventKinds.SuddenLight, Math.Min(1, rise / 0.5), string.Create(CultureInfo.InvariantCulture, $"the picture became brighter by {rise * 100:0} % of its range within {RiseSeconds} s"), []);
        }
    }
}
