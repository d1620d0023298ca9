namespace PixelShap.Video.Clips;

/// <summary>What a recording says of itself besides its pictures: when, with what and where it was made. What is unknown is null or empty.</summary>
public sealed record ClipFacts
{
    /// <summary>A clip that says nothing.</summary>
    public static ClipFacts Unknown { get; } = new();

    /// <summary>The wall-clock time of the second 0 of the clip's own clock, in the zone in which the device wrote it.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Whether the zone of <see cref="RecordedAt"/> is known; otherwise its offset is 0 and the time is what the device's clock showed. The
    /// default value is true.</summary>
    public bool IsZoneKnown { get; init; } = true;

    /// <summary>Where <see cref="RecordedAt"/> comes from: <c>given</c> (by the user), <c>gps</c>, <c>device</c> (a phone's own tag with its zone), <c>camera clock</c> (written
    /// into the recording), <c>name</c> (of the file), <c>picture</c> (burned into it); empty without it; see <see cref="TimeOrigin"/>. Never the time at which a file was created.</summary>
    public string RecordedAtSource { get; init; } = "";

    /// <summary>How far <see cref="RecordedAt"/> may be off, in seconds, if the clock that it comes from is right; null when nobody knows.</summary>
    public double? RecordedAtUncertaintySeconds { get; init; }

    /// <summary>How far the clock of the camera is ahead of the satellites, in seconds, beside whole quarters of an hour, which are its zone; null when unknown.</summary>
    public double? CameraClockErrorSeconds { get; init; }

    /// <summary>The device that recorded, for example <c>Apple iPhone 12</c>; empty when unknown.</summary>
    public string Device { get; init; } = "";

    /// <summary>Clockwise rotation in degrees that the file asked for and that has been applied: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Where the camera was, in order of time; a single fix where the file names only the place of the recording.</summary>
    public IReadOnlyList<GpsFix> Fixes { get; init; } = [];

    /// <summary>Where the fixes come from, for people, for example <c>GoPro GPMF</c>; empty without them.</summary>
    public string FixesSource { get; init; } = "";

    /// <summary>Why the telemetry that a recording holds could not be read, in one sentence; null where there is none, or it was read.</summary>
    public string? UnreadTelemetry { get; init; }

    /// <summary>The beginning of a text track in which no place was found; null where there is no such track.</summary>
    public string? UnreadText { get; init; }

    /// <summary>The clock in the pictures, as it was read, if its day and month cannot be told apart; null otherwise.</summary>
    public string? UnreadClock { get; init; }

    /// <summary>Why the camera kept the recording, and when that was; null where it says nothing of it.</summary>
    public RecordedEvent? Event { get; init; }

    /// <summary>How much of a damaged recording could be read; null for one that is whole.</summary>
    public ClipRecovery? Recovery { get; init; }

    /// <summary>The fix that holds at a time: the last one at or before it, not older than <paramref name="oldest"/> seconds; null for none. A single
    /// fix without movement holds for the whole clip.</summary>
    public GpsFix? FixAt(double seconds, double oldest = 5)
    {
        if (Fixes.Count == 1 && Fixes[0].SpeedMetresPerSecond is null)
        {
            return Fixes[0];
        }

        int low = 0, high = Fixes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Fixes[middle].Seconds <= seconds ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && seconds - Fixes[low - 1].Seconds <= oldest ? Fixes[low - 1] : null;
    }
}

/// <summary>The event for which a camera kept a recording.</summary>
/// <param name="Time">The local time of the camera.</param>
/// <param name="Reason">Why, in the words of the camera, for example <c>user_interaction_honk</c>; empty when it does not say.</param>
public sealed record RecordedEvent(DateTime Time, string Reason)
{
    /// <summary>When it was on the clock of the clip, in seconds; null where the clip has no local time to compare.</summary>
    public double? Seconds { get; init; }

    /// <summary>The place in words; empty when unknown.</summary>
    public string Place { get; init; } = "";
}

/// <summary>How far a damaged or unfinished recording could be read.</summary>
/// <param name="RecoveredSeconds">The seconds of pictures that could be read.</param>
/// <param name="PromisedSeconds">The seconds that the file stated; null where it did not live to state them.</param>
/// <param name="Method">How, for people: <c>as far as it goes</c>, <c>pictures found without the index</c>.</param>
public sealed record ClipRecovery(double RecoveredSeconds, double? PromisedSeconds, string Method);
