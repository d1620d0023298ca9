using PixelShap.Corpus.Families;

namespace PixelShap.Corpus;

/// <summary>A kind of inputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">All of them, the same in every run.</param>
internal sealed record Family(string Name, Func<Seeds, IEnumerable<HostileInput>> Inputs)
{
    /// <summary>All families.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new("media", Media.Inputs),
        new("sidecars", Sidecars.Inputs),
        new("settings", Settings.Inputs),
        new("path-settings", PathSettings.Inputs),
        new("tables", Tables.Inputs),
        new("pictures", Pictures.Inputs),
        new("networks", Networks.Inputs),
        new("journals", Journals.Inputs),
        new("stores", Stores.Inputs),
        new("replies", Replies.Inputs),
        new("words", Words.Inputs),
        new("requests", Requests.Inputs),
    ];
}
