namespace PixelShap.Video.Events;

/// <summary>
/// Finds what happened on a drive, from the pictures, the tracks and, where there is any, the telemetry. Looks at every frame in order and says what is certain by
/// then; the same frames give the same events, live or afterwards.
/// </summary>
public sealed class EventDetector
{
    // An impact is told from its shock within this time; a near miss that ends in one is none.
    private const double OneHappening = 2;

    private const double DriveSeconds = 0.5;

    private readonly IEventRule[] _rules = [.. EventKinds.All.Select(kind => kind.Rule.Make())];
    private readonly RecentValues _growth = new(DriveSeconds);
    /// <summary>Whether something goes on that may become an event.</summary>
    public bool IsAlarmed => _rules.Any(rule => rule.IsAlarmed);

    /// <summary>Looks at the next frame.</summary>
    /// <returns>The events that are certain with this frame. A later one may still replace them: see <see cref="Settle"/>.</returns>
    public IReadOnlyList<DrivingEvent> Look(EventView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.StepSeconds <= 0)
        {
            Forget();
        }

        if (view.IsFollowed)
        {
            _growth.Add(view.Seconds, view.Signals.Growth / view.StepSeconds);
        }

        EventView seen = view with { Drive = _growth.Mean(view.Seconds - DriveSeconds, view.Seconds) ?? 0 };
        List<DrivingEvent> now = [.. _rules.SelectMany(rule => rule.Look(seen))];
        if (now.Exists(each => each.Kind == EventKinds.SceneCut))
        {
            Forget();
        }

        return now;
    }

    /// <summary>Each happening once, in order of time: of the same kind within two seconds the strongest; what an impact, a cut or a covered lens explains is left out.</summary>
    /// <param name="found">All that <see cref="Look"/> gave.</param>
    public static IReadOnlyList<DrivingEvent> Settle(IReadOnlyCollection<DrivingEvent> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        List<DrivingEvent> kept = [];
        foreach (DrivingEvent one in found.OrderByDescending(each => each.Strength).ThenBy(each => each.Seconds))
        {
            if (!kept.Exists(other => Math.Abs(other.Seconds - one.Seconds) <= OneHappening && (other.Kind == one.Kind || Explains(other, one))))
            {
                kept.Add(one);
            }
        }

        kept.RemoveAll(one => kept.Exists(other => other != one && Math.Abs(other.Seconds - one.Seconds) <= OneHappening && Explains(other, one)));
        return [.. kept.OrderBy(each => each.Seconds).ThenByDescending(each => each.Strength)];
    }

    private void Forget()
    {
        _growth.Clear();
        Array.ForEach(_rules, rule => rule.Forget());
    }

    private static bool Explains(DrivingEvent cause, DrivingEvent effect) => cause.Kind switch
    {
        EventKinds.Impact => effect.Kind is EventKinds.NearMiss or EventKinds.Swerve or EventKinds.CutIn
            || (effect.Kind == EventKinds.HardBraking && effect.Seconds > cause.Seconds - 0.3),
        EventKinds.Rollover => effect.Kind is EventKinds.CameraMoved or EventKinds.Swerve,
        EventKinds.SceneCut => effect.Kind is not EventKinds.SceneCut && Math.Abs(cause.Seconds - effect.Seconds) <= 0.3,
        EventKinds.CameraCovered => effect.Kind is EventKinds.SceneCut or EventKinds.Standstill or EventKinds.HardBraking or EventKinds.Impact or EventKinds.NearMiss
            && Math.Abs(cause.Seconds - effect.Seconds) <= 1.2,
        EventKinds.SuddenLight => effect.Kind is EventKinds.NearMiss or EventKinds.Fire && Math.Abs(cause.Seconds - effect.Seconds) <= 0.6,
        _ => false,
    };
}
