using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A moved camera: within a second the picture turns by 6° or more, or is shifted by a fifth of its height while the car stands, and does not come back within two. Strength 0.5.
/// </summary>
internal sealed class CameraMovedRule : IEventRule
{
    private const double LeastTurn = 6 * Math.PI / 180;
    private const double LeastShift = 0.2;
    private const double MoveSeconds = 1;
    private const double StaySeconds = 2;
    private const double StandingGrowth = 0.05;

    // While a camera moves, hardly a pixel stays what it was.
    private const double MostUnchanged = 0.2;

    private readonly RecentValues _turns = new(MoveSeconds + StaySeconds), _across = new(MoveSeconds + StaySeconds), _down = new(MoveSeconds + StaySeconds);
    private double? _since;

    public void Forget()
    {
        _turns.Clear();
        _across.Clear();
        _down.Clear();
        _since = null;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds;
        bool stands = view.Speed is { } speed ? speed < 0.5 : Math.Abs(view.Drive) < StandingGrowth;
        bool moves = view.IsFollowed && view.Signals.Unrest < 0.2 && view.Signals.Unchanged <= MostUnchanged;
        _turns.Add(now, moves ? view.Signals.Turn : 0);
        _across.Add(now, moves && stands ? view.Signals.ShiftX : 0);
        _down.Add(now, moves && stands ? view.Signals.ShiftY : 0);
        if (_since is null)
        {
            _since = Moved(now - MoveSeconds, now) ? now : null;
            yield break;
        }

        if (now - _since.Value < StaySeconds)
        {
            yield break;
        }

        double began = _since.Value - MoveSeconds;
        _since = null;
        if (Moved(began, now))
        {
            double turn = Math.Abs(_turns.Sum(began, now)) * 180 / Math.PI, shift = Shift(began, now);
            yield return new DrivingEvent(
                began + MoveSeconds, EventKinds.CameraMoved, 0.5, string.Create(CultureInfo.InvariantCulture, $"the picture stays turned by {turn:0}° and shifted by {shift * 100:0} % of its height"), []);
        }
    }

    private bool Moved(double from, double to) => Math.Abs(_turns.Sum(from, to)) >= LeastTurn || Shift(from, to) >= LeastShift;

    private double Shift(double from, double to)
    {
        double x = _across.Sum(from, to), y = _down.Sum(from, to);
        return Math.Sqrt((x * x) + (y * y));
    }
}
