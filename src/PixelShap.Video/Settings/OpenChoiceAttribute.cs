namespace PixelShap.Video.Settings;

/// <summary>
/// The text, or each text of the list, is a name from a registry of another room: who reads settings is handed the registries. Where none is
/// handed, as for the settings of a finished run, every name is taken.
/// </summary>
/// <param name="registry">The registry.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OpenChoiceAttribute(string registry) : Attribute
{
    /// <summary>The registry.</summary>
    public string Registry => registry;
}
