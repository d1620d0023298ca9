using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Settings;

/// <summary>The text is a name from a registry: what can be chosen stands there, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ChoiceAttribute : ValidationAttribute
{
    /// <summary>The choices: name and what it means, in their order.</summary>
    public abstract IReadOnlyList<(string Name, string Help)> Choices { get; }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string name && Choices.Any(choice => choice.Name == name);
}
