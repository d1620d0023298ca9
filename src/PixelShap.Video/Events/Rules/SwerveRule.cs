using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A swerve: the picture moves aside by more than 0.35 of its height a second, and the other way within a second and a half; a bend goes one way. Strength: the slower of the
/// two rates by 1.5 heights a second.
/// </summary>
internal sealed class SwerveRule : IEventRule
{
    private const double LeastRate = 0.35;
    private const double BothWaysSeconds = 1.5;
    private const double SmoothSeconds = 0.25;
    private const double AgainSeconds = 3;

    private readonly RecentValues _aside = new(SmoothSeconds);
    private readonly RecentValues _rates = new(BothWaysSeconds);
    private double _last = double.NegativeInfinity;

    public void Forget()
    {
        _aside.Clear();
        _rates.Clear();
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        if (!view.IsFollowed)
        {
            yield break;
        }

        double now = view.Seconds;
        _aside.Add(now, view.Signals.ShiftX / view.StepSeconds);
        double rate = _aside.Mean(now - SmoothSeconds, now) ?? 0;
        _rates.Add(now, rate);
        double right = _rates.Max(now - BothWaysSeconds, now) ?? 0, left = -(_rates.Min(now - BothWaysSeconds, now) ?? 0), slower = Math.Min(left, right);
        if (slower >= LeastRate && _aside.Span > 0.1 && now - _last >= AgainSeconds)
        {
            _last = now;
            yield return new DrivingEvent(
                now, EventKinds.Swerve, Math.Min(1, slower / 1.5), string.Create(CultureInfo.InvariantCulture, $"the picture moved aside by {slower:0.0} of its height a second, and back"), []);
        }
    }
}
