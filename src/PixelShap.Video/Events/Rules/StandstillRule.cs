using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>A standstill: after driving nothing of the picture comes nearer or moves aside for a second. Strength 0.2.</summary>
internal sealed class StandstillRule : IEventRule
{
    private const double DrivingGrowth = 0.12;
    private const double StandingGrowth = 0.03;
    private const double StandingShift = 0.03;
    private const double StandingSeconds = 1;
    private const double StandingSpeed = 0.5, DrivingSpeed = 2;

    private const double NetSeconds = 0.5;

    private readonly RecentValues _across = new(NetSeconds), _down = new(NetSeconds), _growth = new(4);
    private bool _drove;
    private double? _since;

    public void Forget()
    {
        _drove = false;
        _since = null;
        _across.Clear();
        _down.Clear();
        _growth.Clear();
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        if (!view.IsFollowed)
        {
            _since = null;
            yield break;
        }

        double now = view.Seconds;
        _across.Add(now, view.Signals.ShiftX);
        _down.Add(now, view.Signals.ShiftY);
        _growth.Add(now, view.Signals.Growth / view.StepSeconds);

        // What moves to and fro, as a motor shakes it, is no way.
        double shift = Math.Max(Math.Abs(_across.Sum(now - NetSeconds, now)), Math.Abs(_down.Sum(now - NetSeconds, now))) / NetSeconds;
        bool stands = view.Speed is { } speed ? speed < StandingSpeed : Math.Abs(view.Drive) < StandingGrowth && shift < StandingShift;
        _drove |= view.Speed is { } fast ? fast > DrivingSpeed : view.Drive >= DrivingGrowth;
        _since = stands ? _since ?? view.Seconds : null;
        if (_drove && _since is { } since && view.Seconds - since >= StandingSeconds)
        {
            _drove = false;
            double stood = view.Speed is null ? Knee.Rest(_growth.Samples(since - 0.8, now)) ?? since : since;
            yield return new DrivingEvent(stood, EventKinds.Standstill, 0.2, string.Create(CultureInfo.InvariantCulture, $"for {StandingSeconds:0} s nothing came nearer or moved aside"), []);
        }
    }
}
