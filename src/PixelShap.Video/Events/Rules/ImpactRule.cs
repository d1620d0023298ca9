using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// An impact: the picture jumps. The shock is the change of its shift from one frame to the next, in heights of the picture, whatever the cause; a rough road shakes all the
/// time and is measured against itself. A jump of 2 % that stands out six times counts where the car is much slower a second later than before, one of 5 %
/// in any case. With telemetry a loss of more than 12 m/s within a second counts, too. Strength: 1 − exp(−shock / 6 %), and ¼ more where the drive ended.
/// </summary>
internal sealed class ImpactRule : IEventRule
{
    private const double LeastShock = 0.02;
    private const double CertainShock = 0.05;
    private const double StandsOut = 6;
    private const double LeastUsual = 0.0015;
    private const double UsualSeconds = 4;
    private const double EpisodeSeconds = 0.5;
    private const double DecideSeconds = 1.2;

    // What moves otherwise than the picture as a whole, at most: a bus that passes before a standing camera is no shock.
    private const double MostUnrest = 0.6;

    // Nor is anything during which so much of the picture stays what it was.
    private const double MostUnchanged = 0.2;

    private const double DrivingGrowth = 0.08;
    private const double Loss = 12;

    private readonly RecentValues _shocks = new(UsualSeconds + DecideSeconds);
    private readonly RecentValues _drive = new(3);
    private readonly RecentValues _speeds = new(1);
    private readonly Nearest _nearest = new(1);
    private (double X, double Y)? _last;
    private IReadOnlyList<int> _with = [];
    private double? _start;
    private double _usual;

    public bool IsAlarmed => _start is not null;

    public void Forget()
    {
        _shocks.Clear();
        _drive.Clear();
        _speeds.Clear();
        _nearest.Forget();
        _last = null;
        _start = null;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        if (view.Speed is { } speed)
        {
            _speeds.Add(view.Seconds, speed);
            if (_speeds.Max(view.Seconds - 1, view.Seconds) - speed >= Loss)
            {
                yield return new DrivingEvent(
                    view.Seconds, EventKinds.Impact, 1, string.Create(CultureInfo.InvariantCulture, $"the speed fell by {(_speeds.Max(view.Seconds - 1, view.Seconds) - speed) * 3.6:0} km/h within a second"), []);
                _speeds.Clear();
            }
        }

        _nearest.Look(view);
        double shock = 0;
        bool follows = view.IsFollowed && view.Signals.Unrest <= MostUnrest && view.Signals.Unchanged <= MostUnchanged;
        if (follows)
        {
            (double x, double y) = (view.Signals.ShiftX, view.Signals.ShiftY);
            shock = _last is { } last ? Math.Sqrt(((x - last.X) * (x - last.X)) + ((y - last.Y) * (y - last.Y))) : 0;
            _last = (x, y);
        }
        else
        {
            _last = null;
        }

        if (_start is null)
        {
            _usual = Math.Max(LeastUsual, _shocks.Median(view.Seconds - UsualSeconds, view.Seconds) ?? 0);
            if (shock >= LeastShock && shock >= StandsOut * _usual && _shocks.Span > 0.5)
            {
                (_start, _with) = (view.Seconds, _nearest.Tracks);
            }
        }

        _shocks.Add(view.Seconds, shock);
        _drive.Add(view.Seconds, view.Drive);
        if (_start is { } start && view.Seconds - start >= DecideSeconds)
        {
            _start = null;
            if (Decide(start, view) is { } found)
            {
                yield return found;
            }
        }
    }

    private DrivingEvent? Decide(double start, EventView view)
    {
        double peak = _shocks.Max(start, start + EpisodeSeconds) ?? 0;
        int jumps = _shocks.Between(start, start + EpisodeSeconds).Count(shock => shock >= Math.Max(LeastShock / 2, peak / 4));
        double before = _drive.Mean(start - 1.2, start - 0.1) ?? 0, after = _drive.Mean(view.Seconds - 0.4, view.Seconds) ?? 0;
        bool stopped = before >= DrivingGrowth && after <= 0.45 * before;
        if (jumps < 2 || (peak < CertainShock && !stopped))
        {
            return null;
        }

        double strength = Math.Min(1, 1 - Math.Exp(-peak / 0.06) + (stopped ? 0.25 : 0));
        string then = stopped ? "; a second later the car hardly drove" : "";
        return new DrivingEvent(
            start, EventKinds.Impact, strength, string.Create(CultureInfo.InvariantCulture, $"the picture jumped by {peak * 100:0} % of its height from one frame to the next, {peak / _usual:0} times what is usual{then}"), _with);
    }
}
