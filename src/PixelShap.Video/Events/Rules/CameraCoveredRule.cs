using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A covered camera: what there is to see falls below 35 % of what was usual in the three seconds before, within half a second, and stays so for half a second. Strength
/// 0.6.
/// </summary>
internal sealed class CameraCoveredRule : IEventRule
{
    private const double Remains = 0.35;
    private const double UsualSeconds = 3;
    private const double FallSeconds = 0.5;
    private const double StaySeconds = 0.5;

    // Less than this was never to be seen: fog, a night without lamps.
    private const double LeastDetail = 0.004;

    private readonly RecentValues _detail = new(UsualSeconds + FallSeconds);
    private double? _since;
    private double _usual;

    public void Forget()
    {
        _detail.Clear();
        _since = null;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds, detail = view.Signals.Detail;
        if (_since is null)
        {
            _usual = _detail.Median(now - FallSeconds - UsualSeconds, now) ?? 0;
            bool fell = _detail.Span >= 0.5 && _usual >= LeastDetail && detail < Remains * _usual && _detail.LastAtLeast(0.7 * _usual) >= now - FallSeconds;
            if (fell)
            {
                _since = now;
            }
            else
            {
                _detail.Add(now, detail);
            }

            yield break;
        }

        if (detail >= Remains * _usual)
        {
            Forget();
            yield break;
        }

        if (now - _since.Value >= StaySeconds)
        {
            yield return new DrivingEvent(
                _since.Value, EventKinds.CameraCovered, 0.6, string.Create(CultureInfo.InvariantCulture, $"only {detail / _usual * 100:0} % was left of what there was to see"), []);
            Forget();
        }
    }
}
