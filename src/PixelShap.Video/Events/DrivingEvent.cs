namespace PixelShap.Video.Events;

/// <summary>Something that happened on a drive.</summary>
/// <param name="Seconds">When it began, on the axis of the run.</param>
/// <param name="Kind">What: the name of one of <see cref="EventKinds.All"/>.</param>
/// <param name="Strength">How much it matters and how sure it is, 0 to 1: each kind says in its rule how it is counted.</param>
/// <param name="Evidence">What it was seen by, for people: a sentence with its figures.</param>
/// <param name="Tracks">The road users that it is about; empty where no detector knows them.</param>
public sealed record DrivingEvent(double Seconds, string Kind, double Strength, string Evidence, IReadOnlyList<int> Tracks);
