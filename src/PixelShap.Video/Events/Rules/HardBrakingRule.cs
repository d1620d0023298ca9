using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// Hard braking: by telemetry more than 4 m/s² over a second; by the picture alone a drive that is at least 0.3 a second and falls to half within 1.2 s (the growth of the picture is
/// proportional to the speed, and slower driving halves in any braking). Strength: by telemetry the deceleration by 10 m/s², by the picture the share that was lost, times 0.6.
/// </summary>
internal sealed class HardBrakingRule : IEventRule
{
    private const double Deceleration = 4;
    private const double DrivingGrowth = 0.3;
    private const double Remains = 0.5;
    private const double LookBackSeconds = 1.2;
    private const double Steady = 0.75;
    private const double AgainSeconds = 3;

    // In the dark there is too little to follow.
    private const double LeastDetail = 0.012;

    private readonly RecentValues _drive = new(3), _growth = new(3);
    private readonly RecentValues _speeds = new(1.05);
    private double _last = double.NegativeInfinity;

    public void Forget()
    {
        _drive.Clear();
        _growth.Clear();
        _speeds.Clear();
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds;
        _drive.Add(now, view.Drive);
        if (view.IsFollowed)
        {
            _growth.Add(now, view.Signals.Growth / view.StepSeconds);
        }

        if (view.Speed is { } speed)
        {
            _speeds.Add(now, speed);
        }

        if (now - _last < AgainSeconds)
        {
            yield break;
        }

        if (view.Speed is { } slower && _speeds.Span > 0.9 && _speeds.Mean(now - 1.05, now - 0.9) is { } faster && faster - slower >= Deceleration)
        {
            _last = now;
            yield return new DrivingEvent(now - 1, EventKinds.HardBraking, Math.Min(1, (faster - slower) / 10), string.Create(CultureInfo.InvariantCulture, $"{faster - slower:0.0} m/s slower within a second"), []);
            yield break;
        }

        // Telemetry knows better.
        if (view.Speed is not null || _drive.Span < 1.5 || _growth.Median(now - LookBackSeconds - 0.8, now - LookBackSeconds + 0.1) is not { } before || before < DrivingGrowth)
        {
            yield break;
        }

        double most = _drive.Max(now - 2.5, now - LookBackSeconds + 0.1) ?? 0, later = Math.Max(0, view.Drive);
        if (view.IsFollowed && view.Signals.Detail >= LeastDetail && later <= Remains * before && before >= Steady * most)
        {
            _last = now;
            yield return new DrivingEvent(
                Knee.Fall(_growth.Samples(now - 1.8, now)) ?? now - 1, EventKinds.HardBraking, 0.6 * (1 - (later / before)), string.Create(CultureInfo.InvariantCulture, $"the picture came on at {later / before * 100:0} % of the rate of {LookBackSeconds} s before"), []);
        }
    }
}
