using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>A rollover: the picture turns by 60° or more within three seconds. Strength 1.</summary>
internal sealed class RolloverRule : IEventRule
{
    private const double LeastTurn = Math.PI / 3;
    private const double WindowSeconds = 3;

    private readonly RecentValues _turns = new(WindowSeconds);

    public void Forget() => _turns.Clear();

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        _turns.Add(view.Seconds, view.IsFollowed ? view.Signals.Turn : 0);
        double turn = _turns.Sum(view.Seconds - WindowSeconds, view.Seconds);
        if (Math.Abs(turn) < LeastTurn)
        {
            yield break;
        }

        _turns.Clear();
        yield return new DrivingEvent(
            view.Seconds, EventKinds.Rollover, 1, string.Create(CultureInfo.InvariantCulture, $"the picture turned by {Math.Abs(turn) * 180 / Math.PI:0}° within three seconds"), []);
    }
}
