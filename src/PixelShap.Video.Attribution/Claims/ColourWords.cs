using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>The words for colours in English, and the little words around them.</summary>
internal static class ColourWords
{
    private static readonly Dictionary<string, PaintColours> s_paint = new()
    {
        ["black"] = PaintColours.Black,
        ["white"] = PaintColours.White,
        ["grey"] = PaintColours.Grey,
        ["gray"] = PaintColours.Grey,
        ["silver"] = PaintColours.Grey | PaintColours.White,
        ["beige"] = PaintColours.Grey | PaintColours.White | PaintColours.Orange | PaintColours.Yellow,
        ["tan"] = PaintColours.Grey | PaintColours.Orange | PaintColours.Yellow,
        ["cream"] = PaintColours.Grey | PaintColours.White | PaintColours.Yellow,
        ["brown"] = PaintColours.Orange | PaintColours.Red | PaintColours.Grey,
        ["red"] = PaintColours.Red,
        ["maroon"] = PaintColours.Red | PaintColours.Purple,
        ["orange"] = PaintColours.Orange,
        ["yellow"] = PaintColours.Yellow,
        ["golden"] = PaintColours.Yellow | PaintColours.Orange,
        ["green"] = PaintColours.Green,
        ["teal"] = PaintColours.Green | PaintColours.Blue,
        ["turquoise"] = PaintColours.Green | PaintColours.Blue,
        ["blue"] = PaintColours.Blue,
        ["navy"] = PaintColours.Blue | PaintColours.Black,
        ["purple"] = PaintColours.Purple,
        ["violet"] = PaintColours.Purple,
        ["pink"] = PaintColours.Purple | PaintColours.Red,
        ["amber"] = PaintColours.Orange | PaintColours.Yellow,
    };

    private static readonly HashSet<string> s_links =
        ["is", "are", "was", "were", "looks", "seems", "appears", "shows", "show", "showing", "shines", "turned", "turns", "stays", "painted", "in", "wearing", "wears", "with", "coloured", "colored"];

    private static readonly HashSet<string> s_fillers =
        ["a", "an", "the", "still", "now", "currently", "clearly", "all", "both", "dark", "light", "bright", "brightly", "pale", "deep", "painted", "lit", "showing", "shining", "glowing", "just", "in", "coloured", "colored", "wearing", "dressed"];

    private static readonly HashSet<string> s_ends =
        ["a", "an", "the", "of", "with", "in", "on", "at", "behind", "near", "beside", "is", "are", "was", "were", "by", "to", "this", "that", "and", "or", "from", "for", "see", "one", "two", "three"];

    // After its colour a claim about a thing ends or goes on with one of these.
    private static readonly HashSet<string> s_follow =
        ["and", "or", "in", "on", "at", "with", "to", "for", "so", "while", "as", "now", "ahead", "here", "there", "behind", "from", "near", "beside", "that", "which", "right", "left", "again", "today", "too", "far", "close", "stands", "stand", "waits", "wait", "drives", "drive", "moves", "comes", "crosses", "turns", "stops", "brakes", "parked"];

    private static readonly HashSet<string> s_clothes =
        ["jacket", "coat", "shirt", "t", "top", "dress", "clothes", "clothing", "hoodie", "vest", "trousers", "pants", "jumper", "sweater", "outfit", "raincoat"];

    /// <summary>Whether a word is a colour.</summary>
    public static bool IsColour(string word) => s_paint.ContainsKey(word);

    /// <summary>The colours of paint or cloth that a word may mean.</summary>
    public static PaintColours Paint(string word) => s_paint.GetValueOrDefault(word);

    /// <summary>The lamp of a traffic light that a word means.</summary>
    public static LampColour Lamp(string word) => word switch
    {
        "red" => LampColour.Red,
        "amber" or "yellow" or "orange" => LampColour.Amber,
        "green" => LampColour.Green,
        _ => LampColour.Unknown,
    };

    /// <summary>Whether a colour may be said of a noun before this word.</summary>
    public static bool IsLink(string word) => s_links.Contains(word);

    /// <summary>Whether a word between the link and the colour changes nothing.</summary>
    public static bool IsFiller(string word) => s_fillers.Contains(word);

    /// <summary>Whether a word before a noun does not belong to it any more.</summary>
    public static bool EndsPhrase(string word) => s_ends.Contains(word);

    /// <summary>Whether a colour before this word is that of what was spoken of, and not of what this word names.</summary>
    public static bool MayFollow(string word, NounKind kind) => s_follow.Contains(word) || (kind == NounKind.Person && s_clothes.Contains(word));
}
