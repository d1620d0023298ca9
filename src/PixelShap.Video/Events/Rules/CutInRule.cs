using System.Globalization;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A cut-in: a vehicle or a rider as high as an eighth of the picture comes from the side, by its own motion (the turning of the camera is taken off), onto the strip of road that the
/// own car will cover, while it drives. The strip is 2.2 m wide on a flat road, seen from 1.35 m with the horizon at half height; the camera is not calibrated. Strength: the
/// height by that of the picture.
/// </summary>
internal sealed class CutInRule : IEventRule
{
    private const double LookBackSeconds = 0.7;
    private const double LeastSeconds = 0.4;
    private const double LeastHeight = 0.125;
    private const double StripByDepth = 1.1 / 1.35;
    private const double LeastAside = 0.02;
    private const double DrivingGrowth = 0.05;
    private const double AgainSeconds = 5;

    // What fills so much of the picture moves it along: its shift is not the camera's.
    private const double MostUnrest = 0.35;

    private readonly Dictionary<int, List<(double At, double Gap, double Middle)>> _tracks = [];
    private readonly Dictionary<int, double> _told = [];
    private double _turned;

    public void Forget()
    {
        _tracks.Clear();
        _turned = 0;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        double now = view.Seconds;
        _turned += view.IsFollowed && view.Signals.Unrest <= MostUnrest ? view.Signals.ShiftX * view.Height : 0;
        foreach (EventObject item in view.Objects.Where(item => RoadUsers.IsVehicle(item.ClassName) || RoadUsers.Rides(item.ClassName)))
        {
            if (!_tracks.TryGetValue(item.TrackId, out List<(double At, double Gap, double Middle)>? path))
            {
                _tracks.Add(item.TrackId, path = []);
            }

            double middle = ((item.Box.Left + item.Box.Right) / 2) - _turned;
            path.Add((now, Gap(item.Box, view), middle));
            path.RemoveAll(sight => now - sight.At > LookBackSeconds + 1e-9);
            (double at, double gap, double was) = path[0];
            bool entered = path[^1].Gap <= 0 && now - at >= LeastSeconds && path.Count(sight => sight.Gap <= 0) <= 2;
            double own = middle - was, side = was + _turned - (view.Width / 2.0);
            if (entered && gap > 0 && Math.Sign(own) == -Math.Sign(side) && Math.Abs(own) >= LeastAside * view.Width
                && item.Box.Height >= LeastHeight * view.Height && view.Drive >= DrivingGrowth
                && now - _told.GetValueOrDefault(item.TrackId, double.NegativeInfinity) >= AgainSeconds)
            {
                _told[item.TrackId] = now;
                yield return new DrivingEvent(
                    now, EventKinds.CutIn, Math.Min(1, item.Box.Height / view.Height), string.Create(CultureInfo.InvariantCulture, $"{item.ClassName} {item.TrackId} came before the car from the {(own > 0 ? "left" : "right")}"), [item.TrackId]);
            }
        }

        foreach (int gone in _tracks.Where(track => now - track.Value[^1].At > LookBackSeconds).Select(track => track.Key).ToArray())
        {
            _tracks.Remove(gone);
            _told.Remove(gone);
        }
    }

    /// <summary>The pixels between a box and the strip at its depth; 0 and less where they overlap.</summary>
    private static double Gap(BoundingBox box, EventView view)
    {
        double half = StripByDepth * Math.Max(0, box.Bottom - (view.Height / 2.0)), middle = view.Width / 2.0;
        return Math.Max(box.Left - (middle + half), middle - half - box.Right);
    }
}
