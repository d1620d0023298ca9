namespace PixelShap.Video.Runs.Live;

/// <summary>Something that somebody wants to hear of at once.</summary>
/// <param name="Id">Of its own, so that whoever hears it twice knows.</param>
/// <param name="Camera">The name of the camera.</param>
/// <param name="At">The wall-clock time.</param>
/// <param name="Seconds">The time on the axis of the run.</param>
/// <param name="Kind">What: the kind of an event of the drive, <c>importance</c> or <c>answer</c>.</param>
/// <param name="Strength">How much it matters, 0 to 1.</param>
/// <param name="Text">For people.</param>
/// <param name="Tracks">The road users that it is about.</param>
public sealed record LiveAlert(string Id, string Camera, DateTimeOffset At, double Seconds, string Kind, double Strength, string Text, IReadOnlyList<int> Tracks)
{
    /// <summary>The clip of it; null while there is none. The default value is null.</summary>
    public string? Clip { get; init; }
}
