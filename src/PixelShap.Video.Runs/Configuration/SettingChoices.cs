using PixelShap.Video.Settings;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What the registries of other rooms offer for settings with an <see cref="OpenChoiceAttribute"/>: by registry, name and meaning in their order.</summary>
public sealed class SettingChoices : Dictionary<string, IReadOnlyList<(string Name, string Help)>>
{
    /// <summary>No registries: every name is taken, as for the settings of a finished run.</summary>
    public static SettingChoices None { get; } = [];
}
