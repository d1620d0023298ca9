namespace PixelShap.Video.Events.Rules;

/// <summary>The road user that is nearest to the car: of those whose box is higher than a quarter of the picture and cut by its lower third, the one with the largest box of the last
/// seconds.</summary>
/// <param name="seconds">How long one that is seen no more still counts.</param>
internal sealed class Nearest(double seconds)
{
    private const double LeastHeight = 0.25;
    private const double LowerThird = 2.0 / 3;

    private readonly Dictionary<int, (double At, double Area)> _seen = [];

    /// <summary>Its track; empty where nobody is near.</summary>
    public IReadOnlyList<int> Tracks => [.. _seen.OrderByDescending(sight => sight.Value.Area).ThenBy(sight => sight.Key).Take(1).Select(sight => sight.Key)];

    public void Forget() => _seen.Clear();

    public void Look(EventView view)
    {
        foreach (EventObject item in view.Objects)
        {
            if (RoadUsers.CanBeHit(item.ClassName) && item.Box.Height >= LeastHeight * view.Height && item.Box.Bottom >= LowerThird * view.Height)
            {
                _seen[item.TrackId] = (view.Seconds, Math.Max(item.Box.Area, _seen.GetValueOrDefault(item.TrackId).Area));
            }
        }

        foreach (int gone in _seen.Where(sight => view.Seconds - sight.Value.At > seconds).Select(sight => sight.Key).ToArray())
        {
            _seen.Remove(gone);
        }
    }
}
