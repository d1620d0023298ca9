using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// What motion a new object is likely to have: that of the tracks beside it. Under a moving camera neighbours of one size move alike; in a
/// row of parked cars that passes by, a new car that is taken to stand still would be mistaken for the next one in every frame.
/// </summary>
internal sealed class Neighbourhood(IEnumerable<Track> tracks)
{
    /// <summary>
    /// The weight of the guess that the object stands still; a track in the same place and of the same size has weight 1.
    /// </summary>
    private const double StandingStill = 0.1;

    /// <summary>
    /// How far a track has a say, in sizes of the two objects, and how alike the sizes are, as the logarithm of their ratio.
    /// </summary>
    private const double Reach = 3, Likeness = 0.5;

    private const int MinHits = 3;

    private readonly Track[] _tracks = [.. tracks.Where(track => track.Missed == 0 && track.Hits >= MinHits)];

    /// <summary>The expected velocity of an object at <paramref name="box"/> in pixels per second; 0 far from every track.</summary>
    public (double X, double Y) Velocity(BoundingBox box)
    {
        double weights = StandingStill, x = 0, y = 0, size = Math.Sqrt(Math.Max(box.Area, 1));
        foreach (Track track in _tracks)
        {
            BoundingBox other = track.LastBox;
            double dx = (other.Left + other.Right - box.Left - box.Right) / 2, dy = (other.Top + other.Bottom - box.Top - box.Bottom) / 2;
            double otherSize = Math.Sqrt(Math.Max(other.Area, 1));
            double reach = Reach * (size + otherSize) / 2, likeness = Math.Log(size / otherSize) / Likeness;
            double weight = Math.Exp(-((((dx * dx) + (dy * dy)) / (reach * reach)) + (likeness * likeness)) / 2);
            weights += weight;
            x += weight * track.Velocity.X;
            y += weight * track.Velocity.Y;
        }

        return (x / weights, y / weights);
    }
}
