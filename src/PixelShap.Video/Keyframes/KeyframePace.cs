namespace PixelShap.Video.Keyframes;

/// <summary>
/// How soon a keyframe may and must follow the last. With a budget the remaining keyframes are spread over the remaining time: the
/// regular ones come at that distance, and events may come at half of it.
/// </summary>
/// <param name="configuration">The settings.</param>
/// <param name="durationSeconds">How long the clip is; null when nobody knows, then the budget is only a limit.</param>
internal sealed class KeyframePace(KeyframeConfiguration configuration, double? durationSeconds)
{
    private const double Rounding = 1e-9;

    private double _share;
    private double _last = double.NegativeInfinity;
    private double? _end;
    private int _taken;

    private bool HasBudget => configuration.Budget > 0;

    /// <summary>Whether a keyframe for something in the scene may be taken now.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="isUrgent">Whether it need not wait for its share of the budget.</param>
    public bool Allows(double seconds, bool isUrgent = false) => !IsSpent
        && seconds - _last >= Math.Max(Math.Min(configuration.MinGapSeconds, configuration.IntervalSeconds), isUrgent ? 0 : _share / 2) - Rounding;

    /// <summary>Whether a keyframe must be taken now although nothing happened.</summary>
    public bool IsDue(double seconds) => !IsSpent && seconds - _last >= Math.Max(configuration.IntervalSeconds, _share) - Rounding;

    private bool IsSpent => HasBudget && _taken >= configuration.Budget;

    /// <summary>A keyframe is taken.</summary>
    public void Take(double seconds)
    {
        _end ??= seconds + durationSeconds;
        _last = seconds;
        _taken++;
        if (HasBudget && _end is { } end)
        {
            _share = Math.Max(0, end - seconds) / (configuration.Budget - _taken + 1);
        }
    }
}
