using System.Text.RegularExpressions;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>Which classes of things a claim says are there, in words of English: a table, not a model.</summary>
internal static partial class ClaimedClasses
{
    private static readonly string[] s_vehicles = ["car", "truck", "bus", "van", "motorcycle", "train"];
    private static readonly string[] s_people = ["pedestrian", "person"];
    private static readonly string[] s_riders = ["cyclist", "bicycle"];

    private static readonly (string[] Words, string[] Classes)[] s_table =
    [
        (["car", "cars", "sedan", "hatchback", "suv", "taxi"], ["car"]),
        (["vehicle", "vehicles"], s_vehicles),
        (["van", "vans"], ["car", "van", "truck", "bus"]),
        (["truck", "trucks", "lorry", "lorries"], ["truck"]),
        (["bus", "buses", "coach"], ["bus"]),
        (["motorcycle", "motorcycles", "motorbike", "motorbikes", "motorcyclist", "scooter"], ["motorcycle"]),
        (["pedestrian", "pedestrians", "person", "people", "persons", "child", "children", "man", "men", "woman", "women", "somebody", "someone"], [.. s_people, .. s_riders]),
        (["cyclist", "cyclists", "bicycle", "bicycles", "bike", "bikes", "bicyclist"], s_riders),
        (["traffic light", "traffic lights", "traffic signal", "signal light", "stoplight"], ["traffic light"]),
        (["traffic sign", "traffic signs", "stop sign", "road sign", "speed limit sign"], ["traffic sign", "stop sign"]),
        (["cone", "cones"], ["cone"]),
        (["dog", "dogs"], ["dog"]),
        (["train", "trains"], ["train"]),
    ];

    /// <summary>The classes of the thing that a claim says is there, any of which would do; empty where it names none, or says that none is there.</summary>
    public static IReadOnlyList<string> Of(string claim)
    {
        string text = $" {Separators().Replace(claim.ToLowerInvariant(), " ")} ";
        if (Denial().IsMatch(text))
        {
            return [];
        }

        // The first thing named is what is spoken of: "a car behind the bus" is a claim about a car.
        return s_table
            .SelectMany(row => row.Words.Select(word => (At: text.IndexOf($" {word} ", StringComparison.Ordinal), word.Length, row.Classes)))
            .Where(found => found.At >= 0)
            .OrderBy(found => found.At).ThenByDescending(found => found.Length)
            .Select(found => found.Classes)
            .FirstOrDefault() ?? [];
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}']+")]
    private static partial Regex Separators();

    [GeneratedRegex(@" (no|not|nobody|nothing|none|never|without|neither|nor|isn't|aren't|don't|doesn't|cannot|can't|clear of|free of|if|unless|would|may|might|could|any|look out for|watch for|watch out for) ")]
    private static partial Regex Denial();
}
