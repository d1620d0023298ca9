using System.Globalization;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// A near miss: something would be reached within a second or so, or is so near after hard braking that nothing is left. By the picture alone: a part of it grows by 2.2 a second or
/// more beyond what is usual there, about its own middle, in two pictures in a row. By tracks: a road user as high as a sixth of the picture grows by 1.0 a second or more
/// (τ = 1 / rate, Lee 1976), while what stands still in its box lies in its middle, so it neither passes on the left nor on the right; or one before the car is wider than
/// two fifths of the picture while the drive has fallen to half within 1.2 s. The time is that of the least distance: when it is largest. Strength: the rate by 4 a second; by width, half of
/// it and a half.
/// </summary>
internal sealed class NearMissRule : IEventRule
{
    private const double LeastLooming = 2.2;
    private const double LeastRate = 1.0;
    private const double LeastWidth = 0.4;
    private const double DrivingGrowth = 0.25;
    private const double FallSeconds = 1.2;
    private const double AgainSeconds = 2;
    private const double LongestSeconds = 2;

    // Smaller than that by so much: it goes away again.
    private const double Away = 0.92;

    // A dark picture of noise looms everywhere.
    private const double LeastDetail = 0.012;

    // Before that nobody knows what looming is usual.
    private const double SettleSeconds = 1.5;

    private readonly Dictionary<int, ApproachingTrack> _tracks = [];
    private readonly RecentValues _drive = new(FallSeconds + 0.2);
    private double _last = double.NegativeInfinity;
    private double _before;
    private double? _began;
    private Pending? _pending;

    public bool IsAlarmed => _pending is not null;

    public void Forget()
    {
        _tracks.Clear();
        _drive.Clear();
        _before = 0;
        _began = null;
        _pending = null;
    }

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        _began ??= view.Seconds;
        _drive.Add(view.Seconds, view.Drive);
        double looming = view.IsFollowed && view.Seconds - _began >= SettleSeconds && view.Signals.Detail >= LeastDetail ? view.Signals.Looming : 0, both = Math.Min(looming, _before);
        _before = looming;
        Pending? alarm = Tracks(view);
        if (alarm is null && both >= LeastLooming)
        {
            int[] there = [.. view.Objects.Where(item => Holds(item.Box, view)).OrderByDescending(item => item.Box.Area).Take(1).Select(item => item.TrackId)];
            alarm = new Pending(view.Seconds, Math.Min(1, both / 4), string.Create(CultureInfo.InvariantCulture, $"something came straight on that would have been reached in {1 / both:0.0} s"), there);
        }

        if (_pending is null && alarm is not null && view.Seconds - _last >= AgainSeconds)
        {
            _pending = alarm;
        }
        else if (_pending is not null && alarm is not null && alarm.Strength > _pending.Strength)
        {
            _pending = alarm with { Began = _pending.Began };
        }

        if (_pending is { } pending && Closest(pending, view) is { } closest)
        {
            _pending = null;
            _last = view.Seconds;
            yield return new DrivingEvent(closest, EventKinds.NearMiss, pending.Strength, pending.Evidence, pending.Tracks);
        }
    }

    /// <summary>When it was nearest, once that is known: its width is past its largest, or it is seen no more.</summary>
    private double? Closest(Pending pending, EventView view)
    {
        if (pending.Tracks.Count == 0 || !_tracks.TryGetValue(pending.Tracks[0], out ApproachingTrack? track))
        {
            // Of something without a track the size is not known: it was nearest when it stopped growing.
            return view.Signals.Looming < LeastLooming / 2 || view.Seconds - pending.Began > LongestSeconds ? view.Seconds - view.StepSeconds : null;
        }

        return track.Width <= Away * track.Widest || view.Seconds - track.Last > 0.3 || view.Seconds - pending.Began > LongestSeconds ? track.WidestAt : null;
    }

    private static bool Holds(BoundingBox box, EventView view)
    {
        double x = view.Signals.LoomingX * view.Width, y = view.Signals.LoomingY * view.Height;
        return x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom;
    }

    private Pending? Tracks(EventView view)
    {
        Pending? nearest = null;
        double was = _drive.Max(view.Seconds - FallSeconds, view.Seconds) ?? 0;
        bool braked = was >= DrivingGrowth && view.Drive <= was / 2;
        foreach (EventObject item in view.Objects.Where(item => RoadUsers.CanBeHit(item.ClassName)))
        {
            if (!_tracks.TryGetValue(item.TrackId, out ApproachingTrack? track))
            {
                _tracks.Add(item.TrackId, track = new ApproachingTrack());
            }

            double rate = track.Look(view, item.Box), width = item.Box.Width / view.Width;
            Pending? alarm = rate >= LeastRate
                ? new Pending(view.Seconds, Math.Min(1, rate / 4), string.Create(CultureInfo.InvariantCulture, $"{item.ClassName} {item.TrackId} would have been reached in {1 / rate:0.0} s"), [item.TrackId])
                : braked && width >= LeastWidth && IsAhead(item.Box, view)
                    ? new Pending(view.Seconds, Math.Min(1, 0.5 + (width / 2)), string.Create(CultureInfo.InvariantCulture, $"{item.ClassName} {item.TrackId} took {width * 100:0} % of the picture's width while the car braked hard"), [item.TrackId])
                    : null;
            nearest = alarm is not null && (nearest is null || alarm.Strength > nearest.Strength) ? alarm : nearest;
        }

        foreach (int gone in _tracks.Where(track => view.Seconds - track.Value.Last > ApproachingTrack.WindowSeconds).Select(track => track.Key).ToArray())
        {
            _tracks.Remove(gone);
        }

        return nearest;
    }

    /// <summary>Whether a box spans the middle of the picture, or nearly so.</summary>
    private static bool IsAhead(BoundingBox box, EventView view) => box.Left <= 0.45 * view.Width && box.Right >= 0.55 * view.Width;

    /// <summary>A near miss whose least distance is still to come.</summary>
    private sealed record Pending(double Began, double Strength, string Evidence, IReadOnlyList<int> Tracks);
}
