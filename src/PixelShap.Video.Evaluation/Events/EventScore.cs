using PixelShap.Video.Events;

namespace PixelShap.Video.Evaluation.Events;

/// <summary>Compares the events of runs with the true ones.</summary>
public sealed class EventScore
{
    /// <summary>How far an event may be from the true one, in seconds.</summary>
    public const double Tolerance = 0.3;

    private readonly List<EventMatch> _matches = [];

    /// <summary>Every event that was found or is true.</summary>
    public IReadOnlyList<EventMatch> Matches => _matches;

    /// <summary>Adds a run.</summary>
    /// <param name="run">Its name.</param>
    /// <param name="found">What was found.</param>
    /// <param name="truth">What is true; null where nobody knows, then everything that was found is listed as such.</param>
    public void Add(string run, IReadOnlyList<DrivingEvent> found, IReadOnlyList<TrueEvent>? truth)
    {
        ArgumentNullException.ThrowIfNull(found);
        List<DrivingEvent> left = [.. found];
        foreach (TrueEvent one in truth ?? [])
        {
            DrivingEvent? nearest = left.Where(each => each.Kind == one.Kind).MinBy(each => Math.Abs(each.Seconds - one.Seconds));
            if (nearest is not null)
            {
                left.Remove(nearest);
            }

            _matches.Add(new EventMatch(run, one.Kind, one.Seconds, nearest?.Seconds, nearest?.Strength));
        }

        _matches.AddRange(left.Select(each => new EventMatch(run, each.Kind, null, each.Seconds, each.Strength)));
    }
}

/// <summary>A true event and what was found of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Kind">The kind.</param>
/// <param name="True">When it truly is; null where it is not known to be.</param>
/// <param name="Found">When it was found; null where it was not.</param>
/// <param name="Strength">How strong it was found; null where it was not.</param>
public sealed record EventMatch(string Run, string Kind, double? True, double? Found, double? Strength)
{
    /// <summary>Whether it was found at the right time.</summary>
    public bool IsRight => True is { } at && Found is { } found && Math.Abs(at - found) <= EventScore.Tolerance;
}
