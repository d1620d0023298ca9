using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// Fire: the share of the picture that has the colour of flames is at least 2 %, three times what it was two seconds before, and flickers (its spread over a second is 4 % of its
/// mean or more) for a second. Lamps do not spread, and a low sun does not flicker. Smoke without flames is not told. Strength: 0.5, and the share by 10 %.
/// </summary>
internal sealed class FireRule : IEventRule
{
    private const double LeastShare = 0.02;
    private const double Growth = 3;
    private const double LookBackSeconds = 3;
    private const double StaySeconds = 1;
    private const double LeastFlicker = 0.04;
    private const double AgainSeconds = 10;

    private readonly RecentValues _flames = new(LookBackSeconds + StaySeconds);
    private double _last = double.NegativeInfinity;

    public void Forget() => _flames.Clear();

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds;
        _flames.Add(now, view.Signals.Flames);
        if (now - _last < AgainSeconds || _flames.Span < StaySeconds + 0.4)
        {
            yield break;
        }

        double[] lately = [.. _flames.Between(now - StaySeconds, now)];
        double mean = lately.Average(), least = lately.Min(), before = _flames.Mean(now - LookBackSeconds - StaySeconds, now - StaySeconds - 0.2) ?? 0;
        double flicker = Math.Sqrt(lately.Zip(lately.Skip(1), (a, b) => (b - a) * (b - a)).DefaultIfEmpty(0).Average()) / Math.Max(1e-9, mean);
        if (least >= LeastShare && mean >= Growth * before && flicker >= LeastFlicker)
        {
            _last = now;
            yield return new DrivingEvent(
                now - StaySeconds, EventKinds.Fire, Math.Min(1, 0.5 + (mean / 0.2)), string.Create(CultureInfo.InvariantCulture, $"{mean * 100:0.0} % of the picture have the colour of flames and flicker"), []);
        }
    }
}
