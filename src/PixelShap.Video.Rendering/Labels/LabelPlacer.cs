using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>
/// Finds places for labels so that none overlaps another or leaves the picture, near their objects and off other objects. Remembers
/// the slot of every track and keeps it as long as it is nearly as good as the best, and follows the object smoothly, so that
/// labels neither jump nor tremble. Greedy by priority; deterministic.
/// </summary>
internal sealed class LabelPlacer
{
    private const double SwitchAdvantage = 0.9, MemorySeconds = 1.0, FollowSeconds = 0.09, RetrySeconds = 0.3, CoverTolerance = 0.4;

    private readonly PixelBox _bounds;
    private readonly int _gap;
    private readonly Dictionary<int, Memory> _memory = [];
    private readonly List<PixelBox> _taken = [];
    private double _lastTime = double.NaN;

    /// <summary>Creates a placer.</summary>
    /// <param name="bounds">Where labels may stand.</param>
    /// <param name="gap">Pixels between a label and its object, and at least half of it between two labels.</param>
    internal LabelPlacer(PixelBox bounds, int gap)
    {
        _bounds = bounds;
        _gap = Math.Max(1, gap);
    }

    /// <summary>Places the labels of one frame; those for which there is no room are left out.</summary>
    /// <param name="seconds">The time of the frame; going back or far ahead forgets where labels were.</param>
    /// <param name="requests">The labels.</param>
    /// <param name="objects">Every object of the frame: labels avoid covering them.</param>
    /// <param name="obstacles">What no label may cover.</param>
    internal List<LabelPlacement> Place(
        double seconds,
        IReadOnlyList<LabelRequest> requests,
        IReadOnlyList<LabelObstacle> objects,
        IReadOnlyList<PixelBox> obstacles)
    {
        double elapsed = seconds - _lastTime;
        if (!(elapsed >= 0 && elapsed <= MemorySeconds))
        {
            _memory.Clear();
            elapsed = 0;
        }

        _lastTime = seconds;
        foreach (int forgotten in _memory.Where(pair => seconds - pair.Value.SeenSeconds > MemorySeconds).Select(pair => pair.Key).ToList())
        {
            _memory.Remove(forgotten);
        }

        _taken.Clear();
        _taken.AddRange(obstacles);
        var placements = new List<LabelPlacement>(requests.Count);
        foreach (LabelRequest request in requests.OrderByDescending(request => request.Priority).ThenBy(request => request.TrackId))
        {
            if (Place(request, objects, seconds, elapsed) is { } placement)
            {
                placements.Add(placement);
                int margin = _gap / 2;
                PixelBox box = placement.Box;
                _taken.Add(new PixelBox(box.X - margin, box.Y - margin, box.Width + (2 * margin), box.Height + (2 * margin)));
            }
        }

        return placements;
    }

    private LabelPlacement? Place(
        LabelRequest request, IReadOnlyList<LabelObstacle> objects, double seconds, double elapsed)
    {
        bool known = _memory.TryGetValue(request.TrackId, out Memory memory);
        if (known && memory.Slot < 0 && seconds - memory.SeenSeconds < RetrySeconds && seconds > memory.SeenSeconds)
        {
            return null;
        }

        int best = -1;
        double bestCost = double.PositiveInfinity, rememberedCost = double.PositiveInfinity;
        PixelBox bestBox = default, rememberedBox = default;
        for (int slot = 0; slot < LabelSlots.Count; slot++)
        {
            if (LabelSlots.Candidate(slot, request, _bounds, _gap) is not { } box || Overlaps(box))
            {
                continue;
            }

            double cost = LabelSlots.Preference(slot) + Covered(box, request, objects);
            if (cost < bestCost)
            {
                (best, bestCost, bestBox) = (slot, cost, box);
            }

            if (known && slot == memory.Slot)
            {
                (rememberedCost, rememberedBox) = (cost, box);
            }
        }

        if (best < 0)
        {
            _memory[request.TrackId] = new Memory(-1, 0, 0, seconds);
            return null;
        }

        if (rememberedCost <= bestCost + SwitchAdvantage)
        {
            (best, bestBox) = (memory.Slot, rememberedBox);
        }

        PixelBox place = known && memory.Slot >= 0
            ? Follow(memory, bestBox, request, objects, elapsed, out double x, out double y)
            : Stay(bestBox, out x, out y);
        _memory[request.TrackId] = new Memory(best, x, y, seconds);
        return new LabelPlacement(request.TrackId, place, IsApart(place, request.Target));
    }

    /// <summary>Moves towards <paramref name="goal"/>; straight to it where the way is taken or leads over an object.</summary>
    private PixelBox Follow(
        Memory memory,
        PixelBox goal,
        LabelRequest request,
        IReadOnlyList<LabelObstacle> objects,
        double elapsed,
        out double x,
        out double y)
    {
        double share = 1 - Math.Exp(-elapsed / FollowSeconds);
        x = memory.X + ((goal.X - memory.X) * share);
        y = memory.Y + ((goal.Y - memory.Y) * share);
        var between = new PixelBox((int)Math.Round(x), (int)Math.Round(y), goal.Width, goal.Height);
        bool blocked = between.Intersect(_bounds) != between
            || Overlaps(between)
            || Covered(between, request, objects) > Covered(goal, request, objects) + CoverTolerance;
        return blocked ? Stay(goal, out x, out y) : between;
    }

    private static PixelBox Stay(PixelBox box, out double x, out double y)
    {
        (x, y) = (box.X, box.Y);
        return box;
    }

    private bool Overlaps(PixelBox box)
    {
        foreach (PixelBox taken in _taken)
        {
            if (!taken.Intersect(box).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a place costs for the objects that the label would cover there: the share of the label, and of each object.</summary>
    private static double Covered(PixelBox label, LabelRequest request, IReadOnlyList<LabelObstacle> objects)
    {
        double cost = 0;
        double area = (double)label.Width * label.Height;
        foreach ((int track, BoundingBox box, double matters) in objects)
        {
            double width = Math.Min(label.Right, box.Right) - Math.Max(label.X, box.Left);
            double height = Math.Min(label.Bottom, box.Bottom) - Math.Max(label.Y, box.Top);
            if (width > 0 && height > 0)
            {
                double shared = width * height;
                cost += (track == request.TrackId ? 1.0 : 2.0 * (1 + matters)) * ((shared / area) + (3 * shared / Math.Max(shared, box.Area)));
            }
        }

        return cost;
    }

    private bool IsApart(PixelBox label, BoundingBox target)
    {
        double dx = Math.Max(0, Math.Max(target.Left - label.Right, label.X - target.Right));
        double dy = Math.Max(0, Math.Max(target.Top - label.Bottom, label.Y - target.Bottom));
        return Math.Sqrt((dx * dx) + (dy * dy)) > (2.5 * _gap) + 1;
    }

    private readonly record struct Memory(int Slot, double X, double Y, double SeenSeconds);
}
