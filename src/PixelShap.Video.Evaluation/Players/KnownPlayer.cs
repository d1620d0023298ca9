using PixelShap.Masking;
using PixelShap.Video.Attribution.Attributes;

namespace PixelShap.Video.Evaluation.Players;

/// <summary>A question whose answer hangs by construction on one thing that can be withheld.</summary>
/// <param name="Name">What it hangs on, for people.</param>
/// <param name="Attribute">The attribute of the first car; null where it hangs on none.</param>
/// <param name="Word">The word of the question; null where it hangs on none.</param>
/// <param name="Object">The car, 0 or 1; null where it hangs on none.</param>
/// <param name="HasIt">Whether a picture shows what the answer needs of it.</param>
public sealed record KnownPlayer(string Name, ObjectAttribute? Attribute, string? Word, int? Object, Func<DrawnStreet, BgrImage, bool> HasIt)
{
    private const string Nothing = "Nothing special to report.";

    private static readonly string[] s_warnings = ["It brakes, keep your distance.", "A large car blocks our lane.", "Danger is near.", "A striped van waits ahead."];

    /// <summary>All of them. Those with an attribute, or another car, are asked about the first car's attributes, the others about words.</summary>
    public static IReadOnlyList<KnownPlayer> All { get; } =
    [
        new("colour", ObjectAttribute.Colour, null, null, static (_, image) => DrawnStreet.HasPaint(image)),
        new("lights", ObjectAttribute.Lights, null, null, static (_, image) => DrawnStreet.HasLitLamp(image)),
        new("texture", ObjectAttribute.Texture, null, null, static (_, image) => DrawnStreet.HasStripes(image)),
        new("size", ObjectAttribute.Size, null, null, static (street, image) => street.HasLargeCar(image)),
        new("place", ObjectAttribute.Place, null, null, static (street, image) => street.HasCarInPlace(image)),
        new("another car", null, null, 1, static (street, image) => street.HasOther(image)),
        new("word", null, "dangerous", null, static (_, _) => true),
        new("object", null, "", 1, static (street, image) => street.HasOther(image)),
        new("word and object", null, "dangerous", 1, static (street, image) => street.HasOther(image)),
    ];

    /// <summary>The question.</summary>
    public const string Question = "Is there any dangerous car on the road?";

    /// <summary>Whether words are asked about, and not attributes.</summary>
    public bool AsksWords => Word is not null;

    /// <summary>The answer of a model that reads and sees as the rule says.</summary>
    public string Answer(DrawnStreet street, int seed, string prompt, BgrImage image) =>
        (string.IsNullOrEmpty(Word) || prompt.Contains(Word, StringComparison.OrdinalIgnoreCase)) && HasIt(street, image) ? s_warnings[seed % s_warnings.Length] : Nothing;
}
