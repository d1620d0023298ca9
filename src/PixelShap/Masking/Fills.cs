namespace PixelShap.Masking;

/// <summary>The fills that need no image library, by name. A new one is a class and a line here.</summary>
public static class Fills
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FillEntry> All { get; } =
    [
        new("black", "black", static () => ColourFill.Black),
        new("mean", "the mean colour of the picture", static () => ColourFill.Mean),
        new("blur", "a strong blur of the surroundings", static () => new BlurFill()),
    ];

    /// <summary>Creates a fill.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static IFill Create(string name) => All.FirstOrDefault(entry => entry.Name == name)?.Create()
        ?? throw new ArgumentException($"There is no fill '{name}'; known are {string.Join(", ", All.Select(entry => entry.Name))}.", nameof(name));
}

/// <summary>A fill that can be chosen by name.</summary>
/// <param name="Name">The name in configuration and reports.</param>
/// <param name="Help">What hidden pixels become, for people: a part of a sentence.</param>
/// <param name="Create">Makes one.</param>
public sealed record FillEntry(string Name, string Help, Func<IFill> Create);
