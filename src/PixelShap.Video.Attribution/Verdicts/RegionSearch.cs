using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>
/// Finds the part of a scene that an answer rests on by group testing: parts are put into groups as in Huffman's code (1952), so that what catches the eye is asked
/// about first and alone, and half after half is hidden until one part is left; then that one is divided further while one of its own parts does the same.
/// </summary>
/// <param name="ask">v and answer where some pixels are hidden; null where there is no answer.</param>
/// <param name="full">v of the whole picture.</param>
/// <param name="mostCalls">The most questions.</param>
internal sealed class RegionSearch(Func<Mask, Task<(double Value, string Answer)?>> ask, double full, int mostCalls)
{
    /// <summary>The most questions of a search that may ask what it likes.</summary>
    internal const int MostCalls = 8;

    // A part carries the answer where hiding it alone makes this much of what hiding the whole scene makes; a part of it where it makes nearly all.
    private const double LeastShare = 0.5, LeastShareWithin = 0.8;

    // What is larger than this part of the picture is no region but the scene.
    private const double LargestRegion = 0.4;

    private int _calls;

    /// <summary>Searches.</summary>
    /// <param name="parts">The parts of the scene.</param>
    /// <param name="whole">How far v falls where the whole scene is hidden.</param>
    /// <returns>The region with v and answer where it is hidden, null where none does it alone, and the number of calls.</returns>
    public async Task<((Mask Mask, double Drop, string Answer)? Found, int Calls)> FindAsync(IReadOnlyList<ScenePart> parts, double whole)
    {
        (ScenePart Part, double Drop, string Answer)? found = await DescendAsync(parts, Math.Max(LeastShare * whole, VerdictRules.LeastChange));
        while (found is { Part.Parts.Count: > 1 } outer && await DescendAsync(outer.Part.Parts, LeastShareWithin * outer.Drop) is { } inner)
        {
            found = inner;
        }

        return found is { } best && best.Part.Mask.Area <= LargestRegion * best.Part.Mask.ImageWidth * best.Part.Mask.ImageHeight
            ? ((best.Part.Mask, best.Drop, best.Answer), _calls)
            : (null, _calls);
    }

    /// <summary>The one part that makes v fall by at least so much where it alone is hidden; null where none does or too much was asked.</summary>
    private async Task<(ScenePart Part, double Drop, string Answer)?> DescendAsync(IReadOnlyList<ScenePart> parts, double least)
    {
        Group? group = GroupsOf(parts);
        (double Drop, string Answer)? own = null;
        while (group is { Heavy: { } heavy, Light: { } light })
        {
            if (await AskAsync(heavy) is { } seen && seen.Drop >= least)
            {
                (group, own) = (heavy, seen);
                continue;
            }

            // It must be in the other one, and is asked for where nothing is left to divide.
            (group, own) = (light, null);
        }

        if (group?.Part is not { } part)
        {
            return null;
        }

        own ??= await AskAsync(group);
        return own is { } sure && sure.Drop >= least ? (part, sure.Drop, sure.Answer) : null;
    }

    private async Task<(double Drop, string Answer)?> AskAsync(Group group)
    {
        if (_calls >= mostCalls)
        {
            return null;
        }

        _calls++;
        return await ask(Union([.. group.Masks()])) is { } given ? (full - given.Value, given.Answer) : null;
    }

    private static Group? GroupsOf(IReadOnlyList<ScenePart> parts)
    {
        var queue = new PriorityQueue<Group, double>(parts.Select(part => (new Group(part.Weight, part, null, null), part.Weight)));
        while (queue.Count > 1)
        {
            Group light = queue.Dequeue(), heavy = queue.Dequeue();
            queue.Enqueue(new Group(light.Weight + heavy.Weight, null, heavy, light), light.Weight + heavy.Weight);
        }

        return queue.Count == 0 ? null : queue.Dequeue();
    }

    private static Mask Union(Mask[] masks)
    {
        if (masks.Length == 1)
        {
            return masks[0];
        }

        (int width, int height) = (masks[0].ImageWidth, masks[0].ImageHeight);
        var map = new byte[width * height];
        Array.ForEach(masks, mask => mask.Paint(map, width, 1));
        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    /// <summary>A part, or two groups.</summary>
    private sealed record Group(double Weight, ScenePart? Part, Group? Heavy, Group? Light)
    {
        public IEnumerable<Mask> Masks() => Part is not null ? [Part.Mask] : Heavy!.Masks().Concat(Light!.Masks());
    }
}
