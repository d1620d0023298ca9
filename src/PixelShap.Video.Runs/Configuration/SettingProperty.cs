using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Settings;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>One key of a settings record: its name in YAML, its type and what it allows.</summary>
internal sealed class SettingProperty
{
    private SettingProperty(PropertyInfo property, SettingChoices choices)
    {
        Property = property;
        Choices = property.GetCustomAttribute<ChoiceAttribute>()?.Choices
            ?? (property.GetCustomAttribute<OpenChoiceAttribute>() is { } open ? choices.GetValueOrDefault(open.Registry) : null);
    }

    /// <summary>The property of the record.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The key in YAML: the property's name in snake_case.</summary>
    public string Key => ToSnakeCase(Property.Name);

    /// <summary>What can be chosen, name and meaning; null where the setting is no choice, or its registry was not handed on.</summary>
    public IReadOnlyList<(string Name, string Help)>? Choices { get; }

    /// <summary>The names that can be chosen; null as for <see cref="Choices"/>.</summary>
    public IReadOnlyList<string>? Names => Choices is null ? null : [.. Choices.Select(choice => choice.Name)];

    /// <summary>What the setting is for, with what can be chosen.</summary>
    public string Description => string.Join(' ', new[] { Property.GetCustomAttribute<DescriptionAttribute>()?.Description, Help }.OfType<string>());

    /// <summary>Whether the value is a section with keys of its own.</summary>
    public bool IsSection => Property.PropertyType.IsClass && Property.PropertyType != typeof(string);

    /// <summary>Whether the value is a list of texts.</summary>
    public bool IsList => Property.PropertyType == typeof(IReadOnlyList<string>);

    /// <summary>Whether the value is texts by name.</summary>
    public bool IsMap => Property.PropertyType == typeof(IReadOnlyDictionary<string, string>);

    /// <summary>The allowed values, for people.</summary>
    public string Allowed
    {
        get
        {
            Type type = Property.PropertyType;
            RangeAttribute? range = Property.GetCustomAttribute<RangeAttribute>();
            string kind = type == typeof(double) ? "a number" : "a whole number";
            return type switch
            {
                _ when type.IsEnum => string.Join(", ", EnumNames(type)),
                _ when type == typeof(bool) => "true or false",
                _ when range is not null && Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) >= long.MaxValue => $"{kind} of at least {range.Minimum}",
                _ when range is not null => string.Create(CultureInfo.InvariantCulture, $"{kind} from {range.Minimum} to {range.Maximum}"),
                _ when type == typeof(double) || type == typeof(int) || type == typeof(long) => kind,
                _ when IsList => Names is { } names ? $"a list of {string.Join(", ", names)}" : "a list of names",
                _ when Property.IsDefined(typeof(PromptTextAttribute)) => IsMap ? PromptTextAttribute.AllowedTexts : PromptTextAttribute.AllowedText,
                _ when Property.IsDefined(typeof(CallBudgetAttribute)) => CallBudgetAttribute.Allowed,
                _ when Names is { } names => string.Join(", ", names),
                _ when Property.GetCustomAttribute<AllowedValuesAttribute>() is { } values => string.Join(", ", values.Values),
                _ when Property.GetCustomAttribute<LengthAttribute>() is { } length => $"a text of {length.MinimumLength} to {length.MaximumLength} characters",
                _ => "a text",
            };
        }
    }

    private string? Help => Choices is null ? null : string.Join("; ", Choices.Select(choice => $"'{choice.Name}': {choice.Help}")) + ".";

    /// <summary>The keys of a settings record in the order of declaration.</summary>
    /// <param name="type">The record.</param>
    /// <param name="choices">The registries of other rooms.</param>
    public static IEnumerable<SettingProperty> Of(Type type, SettingChoices choices) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .Select(property => new SettingProperty(property, choices));

    /// <summary>The names of an enumeration as they stand in YAML: in snake_case, or as <see cref="EnumMemberAttribute"/> says.</summary>
    public static IEnumerable<string> EnumNames(Type type) =>
        Enum.GetNames(type).Select(name => type.GetField(name)!.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? ToSnakeCase(name));

    /// <summary>The value of an enumeration that has a name in YAML; null when none has.</summary>
    public static object? EnumValue(Type type, string name) =>
        Array.IndexOf([.. EnumNames(type)], name) is >= 0 and var index ? Enum.Parse(type, Enum.GetNames(type)[index]) : null;

    private static string ToSnakeCase(string name)
    {
        var key = new StringBuilder(name.Length + 4);
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && key.Length > 0)
            {
                key.Append('_');
            }

            key.Append(char.ToLowerInvariant(letter));
        }

        return key.ToString();
    }
}
