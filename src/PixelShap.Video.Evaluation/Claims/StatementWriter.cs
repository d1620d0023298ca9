using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Evaluation.Importance;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>Writes answers about a picture of which the truth is known: true sentences, and one lie of each kind that the picture allows.</summary>
/// <param name="seed">The seed of every choice.</param>
/// <param name="wordings">Which wordings are used: 0 or 1 for one half of them, −1 for all.</param>
public sealed class StatementWriter(int seed, int wordings = -1)
{
    /// <summary>Objects of fewer pixels are not spoken of.</summary>
    public const int FewestPixels = 300;

    private const double LeftThird = 1 / 3.0, RightThird = 2 / 3.0;

    // Traffic lights are small and shine.
    private const int FewestPixelsOfLight = 60;

    private static readonly string[] s_classes = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone", "train", "dog"];

    private static readonly string[] s_things =
    [
        "There is {a} {place}", "I notice {a} {place}", "{A} can be seen {place}", "My attention is on {a} {place}", "Take note of {a} standing {place}", "{A} is in view {place}",
    ];

    private static readonly string[] s_colours =
    [
        "There is {a colour} {place}", "The {noun} {place} is {colour}", "{A colour} can be seen {place}", "The {noun} that I see {place} looks {colour}", "I notice {a colour} {place}", "{A noun} painted {colour} stands {place}",
    ];

    private static readonly string[] s_lights =
    [
        "The traffic light shows {colour}", "We face a {colour} light", "The light ahead is {colour}", "The traffic signal is {colour}", "The light has turned {colour}", "A {colour} traffic light hangs over the road",
    ];

    private static readonly Dictionary<string, string[]> s_nouns = new()
    {
        ["car"] = ["car", "car"],
        ["truck"] = ["truck", "lorry"],
        ["pedestrian"] = ["pedestrian", "person"],
        ["cyclist"] = ["cyclist", "bicycle"],
        ["motorcycle"] = ["motorcycle", "motorbike"],
        ["traffic sign"] = ["traffic sign", "road sign"],
    };

    // Colours that nobody would call a thing of this paint, by the words of the labels.
    private static readonly Dictionary<string, string[]> s_others = new()
    {
        ["silver"] = ["red", "green", "blue", "yellow"],
        ["grey"] = ["red", "green", "blue", "yellow"],
        ["beige"] = ["red", "green", "blue", "purple"],
        ["white"] = ["red", "green", "blue", "black"],
        ["black"] = ["red", "yellow", "green", "white"],
        ["navy"] = ["red", "yellow", "green", "white"],
        ["blue"] = ["red", "yellow", "orange", "white"],
        ["red"] = ["blue", "green", "yellow", "white"],
        ["green"] = ["red", "yellow", "purple", "white"],
        ["teal"] = ["red", "yellow", "orange", "black"],
        ["yellow"] = ["red", "blue", "green", "black"],
    };

    /// <summary>The statements about a picture, in a shuffled order.</summary>
    public IReadOnlyList<Statement> Write(ImportancePicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var random = new Random(HashCode(picture, seed));
        Item[] items = [.. picture.Truth.Select((item, index) => Item.Of(index, item, picture.Image.Width))];
        Item[] large = [.. items.Where(item => item.IsLarge)];
        Statement?[] statements = [.. Things(items, large, random), .. Colours(items, large, random), .. Lights(items, random)];
        Statement[] written = [.. statements.OfType<Statement>().DistinctBy(statement => statement.Text)];
        random.Shuffle(written);
        return written;
    }

    private IEnumerable<Statement?> Things(Item[] items, Item[] large, Random random)
    {
        var spoken = new HashSet<string>();
        foreach (Item item in Shuffled(large, random).DistinctBy(item => item.Class).Take(3))
        {
            spoken.Add(item.Class);
            yield return new Statement(Say(s_things, item.Class, "", item.Place, random), ClaimTopic.Thing, LieKind.None, [.. items.Where(item.IsLike).Select(other => other.Index)]);
        }

        // A lie may go with something else that is hidden.
        string absent = Pick([.. s_classes.Where(name => items.All(item => item.Class != name))], random);
        yield return new Statement(Say(s_things, absent, "", Pick(["on the left", "ahead", "on the right"], random), random), ClaimTopic.Thing, LieKind.Absent, random.Next(2) == 0 || large.Length == 0 ? [] : [Pick(large, random).Index]);

        Item[] silent = [.. large.Where(item => !spoken.Contains(item.Class))];
        Item? named = silent.Length > 0 ? Pick(silent, random) : Shuffled(large, random).FirstOrDefault(item => Unsaid(item, items, large) is not null);
        if (named is not null)
        {
            Item[] others = [.. large.Where(item => item.Class != named.Class)];
            string place = Unsaid(named, items, large) ?? named.Place;
            yield return new Statement(Say(s_things, named.Class, "", place, random), ClaimTopic.Thing, LieKind.Unmoved, random.Next(2) == 0 || others.Length == 0 ? [] : [Pick(others, random).Index]);
        }
    }

    private IEnumerable<Statement?> Colours(Item[] items, Item[] large, Random random)
    {
        Item[] painted = [.. Shuffled([.. large.Where(item => item.Paint is not null)], random)];
        foreach (Item item in painted.DistinctBy(item => (item.Paint, item.Place)).Take(2))
        {
            int[] alike = [.. items.Where(other => item.IsLike(other) && other.Paint == item.Paint).Select(other => other.Index)];
            yield return new Statement(Say(s_colours, item.Class, item.Paint!, item.Place, random), ClaimTopic.Colour, LieKind.None, alike);
        }

        if (painted.Length > 0)
        {
            Item item = painted[^1];
            yield return new Statement(Say(s_colours, item.Class, Pick(s_others[item.Paint!], random), item.Place, random), ClaimTopic.Colour, LieKind.Colour, [item.Index]);
        }
    }

    private IEnumerable<Statement?> Lights(Item[] items, Random random)
    {
        Item[] lights = [.. items.Where(item => item is { State: not null, Pixels: >= FewestPixelsOfLight })];
        if (lights.Length > 0)
        {
            string state = lights[0].State!;
            int[] all = [.. lights.Select(light => light.Index)];
            bool lies = random.Next(2) == 0;
            string said = lies ? Pick([.. ((string[])["red", "amber", "green"]).Where(other => lights.All(light => light.State != other))], random) : state;
            yield return new Statement(Say(s_lights, "traffic light", said, "", random), ClaimTopic.Light, lies ? LieKind.Light : LieKind.None, all);
        }
    }

    /// <summary>A place where nothing of this class is; null where it is everywhere.</summary>
    private static string? Unsaid(Item named, Item[] items, Item[] large) =>
        ((string[])["on the left", "ahead", "on the right"]).FirstOrDefault(place => large.Length > 0 && items.All(item => item.Class != named.Class || item.Place != place));

    private string Say(string[] sentences, string className, string colour, string place, Random random)
    {
        string[] half = wordings < 0 ? sentences : [.. sentences.Where((_, i) => i % 2 == wordings)];
        string[] words = s_nouns.GetValueOrDefault(className, [className, className]);
        string noun = wordings < 0 ? Pick(words, random) : words[wordings];
        return Pick(half, random)
            .Replace("{a colour}", WithArticle($"{colour} {noun}"), StringComparison.Ordinal)
            .Replace("{A colour}", Capital(WithArticle($"{colour} {noun}")), StringComparison.Ordinal)
            .Replace("{a}", WithArticle(noun), StringComparison.Ordinal)
            .Replace("{A}", Capital(WithArticle(noun)), StringComparison.Ordinal)
            .Replace("{A noun}", Capital(WithArticle(noun)), StringComparison.Ordinal)
            .Replace("{noun}", noun, StringComparison.Ordinal)
            .Replace("{colour}", colour, StringComparison.Ordinal)
            .Replace("{place}", place, StringComparison.Ordinal);
    }

    private static string WithArticle(string noun) => ("aeiou".Contains(noun[0], StringComparison.Ordinal) ? "an " : "a ") + noun;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];

    private static T[] Shuffled<T>(T[] items, Random random)
    {
        T[] copy = [.. items];
        random.Shuffle(copy);
        return copy;
    }

    /// <summary>The same in every process.</summary>
    private static int HashCode(ImportancePicture picture, int seed) => picture.Source.Aggregate((17 * 31) + seed, (hash, c) => unchecked((hash * 31) + c)) ^ (int)(picture.Seconds * 1000);

    /// <summary>A true object as one speaks of it.</summary>
    private sealed record Item(int Index, string Class, string? Paint, string? State, string Place, int Pixels)
    {
        public bool IsLarge => Pixels >= FewestPixels;

        public static Item Of(int index, ImportanceObject item, int width)
        {
            double middle = (item.Mask.Box.X + (item.Mask.Box.Width / 2.0)) / width;
            string? paint = item.Detection.ClassName is "car" or "truck" or "bus" ? item.Name.Split(' ').FirstOrDefault(s_others.ContainsKey) : null;
            return new Item(index, item.Detection.ClassName, paint, item.State, middle < LeftThird ? "on the left" : middle > RightThird ? "on the right" : "ahead", item.Mask.Area);
        }

        /// <summary>Whether a sentence about it is as true of the other.</summary>
        public bool IsLike(Item other) => other.Class == Class && other.Place == Place;
    }
}
