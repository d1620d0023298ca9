using System.Globalization;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A cut: a picture cannot be explained as the moved one before, and there is as much to see on both sides: where one side is empty the camera was covered or uncovered.
/// Strength 0.2.
/// </summary>
internal sealed class SceneCutRule : IEventRule
{
    private const double MostLikeness = 0.42;
    private const double Remains = 0.4;
    // Empty pictures have nothing in common, and nothing to tell.
    private const double LeastDetail = 0.006;

    private const double WaitSeconds = 0.25;

    private readonly RecentValues _detail = new(0.5);
    private (double Seconds, double Likeness, double Before)? _waiting;

    public void Forget()
    {
        _detail.Clear();
        _waiting = null;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double before = _detail.Median(view.Seconds - 0.5, view.Seconds) ?? 0;
        _detail.Add(view.Seconds, view.Signals.Detail);
        if (_waiting is null && view.StepSeconds > 0 && view.Signals.Likeness < MostLikeness && before > 0)
        {
            _waiting = (view.Seconds, view.Signals.Likeness, before);
            yield break;
        }

        if (_waiting is not { } cut || view.Seconds - cut.Seconds < WaitSeconds)
        {
            yield break;
        }

        _waiting = null;
        double after = _detail.Median(cut.Seconds, view.Seconds) ?? 0;
        if (Math.Min(cut.Before, after) >= LeastDetail && Math.Min(cut.Before, after) >= Remains * Math.Max(cut.Before, after))
        {
            yield return new DrivingEvent(
                cut.Seconds, EventKinds.SceneCut, 0.2, string.Create(CultureInfo.InvariantCulture, $"the picture has little in common with the one before ({Math.Max(0, cut.Likeness) * 100:0} %)"), []);
        }
    }
}
