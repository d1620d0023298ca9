namespace PixelShap.Video.Attribution.Claims;

/// <summary>What a colour means of a thing.</summary>
internal enum NounKind
{
    /// <summary>Its paint.</summary>
    Thing,

    /// <summary>Clothes.</summary>
    Person,

    /// <summary>The lamp that is lit.</summary>
    Light,
}

/// <summary>A word for a class of things.</summary>
/// <param name="Classes">The classes of which any would do, as segmenters call them.</param>
/// <param name="Kind">What a colour means of it.</param>
/// <param name="IsVague">Whether it says so only with a colour: "light".</param>
internal sealed record ClaimedNoun(IReadOnlyList<string> Classes, NounKind Kind = NounKind.Thing, bool IsVague = false)
{
    private static readonly string[] s_people = ["pedestrian", "person"];
    private static readonly string[] s_riders = ["cyclist", "bicycle"];

    private static readonly (string[] Words, ClaimedNoun Noun)[] s_table =
    [
        (["car", "cars", "sedan", "sedans", "hatchback", "hatchbacks", "suv", "suvs", "taxi", "taxis", "cab"], new(["car"])),
        (["vehicle", "vehicles"], new(["car", "truck", "bus", "van", "motorcycle", "train"])),
        (["van", "vans"], new(["car", "van", "truck", "bus"])),
        (["truck", "trucks", "lorry", "lorries"], new(["truck"])),
        (["bus", "buses", "coach", "coaches"], new(["bus"])),
        (["motorcycle", "motorcycles", "motorbike", "motorbikes", "motorcyclist", "motorcyclists", "scooter"], new(["motorcycle"])),
        (["pedestrian", "pedestrians", "person", "people", "persons", "child", "children", "man", "men", "woman", "women", "somebody", "someone"], new([.. s_people, .. s_riders], NounKind.Person)),
        (["cyclist", "cyclists", "bicycle", "bicycles", "bike", "bikes", "bicyclist"], new(s_riders, NounKind.Person)),
        (["traffic light", "traffic lights", "traffic signal", "traffic signals", "signal light", "stoplight"], new([ClaimedThings.Light], NounKind.Light)),
        (["light", "lights", "signal", "signals"], new([ClaimedThings.Light], NounKind.Light, IsVague: true)),
        (["traffic sign", "traffic signs", "stop sign", "road sign", "road signs", "speed limit sign"], new(["traffic sign", "stop sign"])),
        (["cone", "cones"], new(["cone"])),
        (["dog", "dogs"], new(["dog"])),
        (["train", "trains"], new(["train"])),
    ];

    private static readonly Dictionary<string, ClaimedNoun> s_words = s_table.SelectMany(row => row.Words.Select(word => (word, row.Noun))).ToDictionary(pair => pair.word, pair => pair.Noun);

    // "A bus stop" is no bus.
    private static readonly HashSet<string> s_places = ["stop", "stops", "lane", "lanes", "park", "parks", "crossing", "crossings", "path", "paths", "door", "doors", "station", "rack", "horn", "tracks"];

    // Lights of a vehicle or of the day, and the light that is not heavy: no traffic lights.
    private static readonly HashSet<string> s_otherLights = ["brake", "braking", "tail", "head", "rear", "street", "day", "turn", "indicator", "hazard", "warning", "back"];

    private static readonly HashSet<string> s_own = ["our", "my", "own", "ego"];
    private static readonly HashSet<string> s_ownVerbs = ["has", "must", "should", "needs", "had", "will"];

    private const int MostWords = 3;

    /// <summary>The noun that begins at a word.</summary>
    /// <returns>How many words to go on, at least one, and the noun; null where none begins or where it is a part of another word or the own car.</returns>
    public static (int Length, ClaimedNoun? Noun) At(string[] words, int at)
    {
        for (int length = Math.Min(MostWords, words.Length - at); length > 0; length--)
        {
            if (s_words.TryGetValue(string.Join(' ', words, at, length), out ClaimedNoun? noun))
            {
                return (length, IsOther(words, at, at + length, noun) ? null : noun);
            }
        }

        return (1, null);
    }

    private static bool IsOther(string[] words, int start, int end, ClaimedNoun noun)
    {
        string before = start > 0 ? words[start - 1] : "", after = end < words.Length ? words[end] : "";
        return s_places.Contains(after)
            || s_own.Contains(before)
            || (before == "the" && words[start] is "car" or "vehicle" && s_ownVerbs.Contains(after))
            || (noun.IsVague && (s_otherLights.Contains(before) || ColourWords.IsColour(after)));
    }
}
