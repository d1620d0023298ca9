using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Settings;

/// <summary>Says which names a list may hold.</summary>
/// <param name="names">The names.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AllowedNamesAttribute(params string[] names) : ValidationAttribute
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IEnumerable<string> list && list.All(names.Contains);
}
