namespace PixelShap.Video.Clips;

/// <summary>The way of a camera on a plane: metres east and north of its first place. Degrees of longitude are shorter by the cosine of the latitude, which holds for a drive.</summary>
public sealed class DriveWay
{
    /// <summary>More places do not show on any drawing.</summary>
    public const int MostPlaces = 600;

    private const double MetresPerDegree = 111_195;

    private DriveWay(WayPlace[] places)
    {
        Places = places;
        (Left, Right, Low, High) = (places.Min(place => place.East), places.Max(place => place.East), places.Min(place => place.North), places.Max(place => place.North));
    }

    /// <summary>The places in order of time, at least two.</summary>
    public IReadOnlyList<WayPlace> Places { get; }

    /// <summary>The westernmost place, in metres.</summary>
    public double Left { get; }

    /// <summary>The easternmost place, in metres.</summary>
    public double Right { get; }

    /// <summary>The southernmost place, in metres.</summary>
    public double Low { get; }

    /// <summary>The northernmost place, in metres.</summary>
    public double High { get; }

    /// <summary>The longer side of the rectangle around it, in metres.</summary>
    public double MetresAcross => Math.Max(Right - Left, High - Low);

    /// <summary>How far the camera went, in metres.</summary>
    public double Metres => Places.Zip(Places.Skip(1), (from, to) => Math.Sqrt(Math.Pow(to.East - from.East, 2) + Math.Pow(to.North - from.North, 2))).Sum();

    /// <summary>The way through some fixes.</summary>
    /// <param name="fixes">In order of time.</param>
    /// <returns>Null for fewer than two places, or for those of one moment.</returns>
    public static DriveWay? Of(IReadOnlyList<GpsFix> fixes)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        if (fixes.Count < 2 || fixes[^1].Seconds <= fixes[0].Seconds)
        {
            return null;
        }

        int step = (fixes.Count + MostPlaces - 1) / MostPlaces;
        double shrink = Math.Cos(fixes[0].Latitude * Math.PI / 180);
        return new DriveWay([.. fixes.Where((_, i) => i % step == 0 || i == fixes.Count - 1)
            .Select(fix => new WayPlace(fix.Seconds, Turned(fix.Longitude - fixes[0].Longitude) * shrink * MetresPerDegree, (fix.Latitude - fixes[0].Latitude) * MetresPerDegree))]);
    }

    /// <summary>Where the camera was: between two places on the straight line between them, before the first and behind the last there.</summary>
    /// <param name="seconds">The time of the clip.</param>
    public WayPlace At(double seconds)
    {
        int next = Passed(seconds);
        if (next == 0 || next == Places.Count)
        {
            return Places[Math.Min(next, Places.Count - 1)] with { Seconds = seconds };
        }

        (WayPlace from, WayPlace to) = (Places[next - 1], Places[next]);
        double part = (seconds - from.Seconds) / (to.Seconds - from.Seconds);
        return new WayPlace(seconds, from.East + ((to.East - from.East) * part), from.North + ((to.North - from.North) * part));
    }

    /// <summary>How many of the places lie at or before a time.</summary>
    /// <param name="seconds">The time of the clip.</param>
    public int Passed(double seconds)
    {
        int low = 0, high = Places.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Places[middle].Seconds <= seconds ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Across the date line the short way around.</summary>
    private static double Turned(double degrees) => degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

/// <summary>A place of a way.</summary>
/// <param name="Seconds">The time of the clip.</param>
/// <param name="East">Metres east of the first place.</param>
/// <param name="North">Metres north of the first place.</param>
public readonly record struct WayPlace(double Seconds, double East, double North);
