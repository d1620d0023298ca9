using System.Numerics;
using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>An object of a player, as claims see it.</summary>
/// <param name="Player">The player, by its place in the order of φ.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Look">How it looks; null where nobody looked, and it may look like anything.</param>
internal sealed record ClaimedObject(int Player, string ClassName, ObjectLook? Look)
{
    public bool IsOf(ClaimedThing thing) => thing.Classes.Contains(ClassName, StringComparer.OrdinalIgnoreCase);

    public bool LooksLike(ClaimedThing thing) =>
        Look is null
        || ((thing.Colours == PaintColours.None || Look.Colours == PaintColours.None || (thing.Colours & Look.Colours) != PaintColours.None)
            && (thing.Lamp == LampColour.Unknown || Look.Lamp == LampColour.Unknown || Look.Lamp == thing.Lamp));
}

/// <summary>Checks what a claim names: whether it was found, and whether the claim goes with it.</summary>
internal static class ClaimCheck
{
    // Players that carry less of a claim than this do not carry it.
    private const double LeastCarried = 0.25;

    /// <summary>Checks a claim.</summary>
    /// <param name="things">What it names.</param>
    /// <param name="objects">The objects of the keyframe.</param>
    /// <param name="known">How much of the claim was said at each coalition that was asked.</param>
    /// <param name="estimate">φ of the players for the claim.</param>
    public static (ClaimSupport Support, ClaimTopic Topic) Of(IReadOnlyList<ClaimedThing> things, IReadOnlyList<ClaimedObject> objects, IReadOnlyList<Observation> known, ValueEstimate estimate)
    {
        if (things.Count == 0)
        {
            return (ClaimSupport.Unchecked, ClaimTopic.None);
        }

        ulong such = 0;
        foreach (ClaimedThing thing in things)
        {
            ClaimedObject[] ofClass = [.. objects.Where(item => item.IsOf(thing))], looking = LookingLike(thing, ofClass);
            if (looking.Length == 0)
            {
                return (ClaimSupport.Unseen, ofClass.Length == 0 ? ClaimTopic.Thing : thing.Topic);
            }

            such |= Players(looking);
        }

        ulong alike = Players(objects.Where(item => things.Any(item.IsOf)));
        ClaimTopic topic = things.Max(thing => thing.Topic);
        ClaimSupport support = SupportOf(such, known, estimate);

        // Where the claim goes with a car of another colour, the colour is what is wrong.
        return support == ClaimSupport.Unsupported && (alike == such || SupportOf(alike, known, estimate) == ClaimSupport.Unsupported) ? (support, ClaimTopic.Thing) : (support, topic);
    }

    /// <summary>What may look like a thing. What is too small to tell counts only where nothing larger of its class is there.</summary>
    private static ClaimedObject[] LookingLike(ClaimedThing thing, ClaimedObject[] ofClass)
    {
        ClaimedObject[] told = thing.Colours == PaintColours.None ? ofClass : [.. ofClass.Where(item => item.Look is null or { Colours: not PaintColours.None })];
        return [.. (told.Length == 0 ? ofClass : told).Where(item => item.LooksLike(thing))];
    }

    private static ClaimSupport SupportOf(ulong such, IReadOnlyList<Observation> known, ValueEstimate estimate)
    {
        ulong others = Coalition.Full(estimate.Values.Count).Bits & ~such;
        Observation[] hidden = [.. known.Where(observation => (observation.Coalition.Bits & such) == 0)];
        if (hidden.Length > 0)
        {
            // What is said with as much of the rest in view as was ever asked: with less in view, the claim may be gone for another reason.
            int most = hidden.Max(observation => BitOperations.PopCount(observation.Coalition.Bits));
            double said = hidden.Where(observation => BitOperations.PopCount(observation.Coalition.Bits) == most).Average(observation => observation.Value);
            if (said >= ClaimAttribution.Stays || hidden.Average(observation => observation.Value) >= ClaimAttribution.Stays)
            {
                return ClaimSupport.Unsupported;
            }

            if (most == BitOperations.PopCount(others))
            {
                return ClaimSupport.Supported;
            }
        }

        double carried = Positive(such, estimate), all = carried + Positive(others, estimate);
        return all > 1 - ClaimAttribution.Stays && carried < LeastCarried * all ? ClaimSupport.Unsupported
            : hidden.Length == 0 ? ClaimSupport.Unchecked
            : ClaimSupport.Supported;
    }

    private static double Positive(ulong players, ValueEstimate estimate) => estimate.Values.Where((_, player) => (players >> player & 1) != 0).Sum(value => Math.Max(0, value));

    private static ulong Players(IEnumerable<ClaimedObject> objects) => objects.Aggregate(0UL, (all, item) => all | 1UL << item.Player);
}
