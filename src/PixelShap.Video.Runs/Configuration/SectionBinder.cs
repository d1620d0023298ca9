using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>Fills a settings record from a YAML mapping, checking every key, type and range on the way.</summary>
/// <param name="sourceName">The file or option that the mapping came from.</param>
/// <param name="choices">The registries of other rooms.</param>
/// <param name="hasLines">Whether the line numbers of the nodes mean something.</param>
internal sealed class SectionBinder(string sourceName, SettingChoices choices, bool hasLines = true)
{
    /// <summary>Returns a copy of <paramref name="defaults"/> with the values of <paramref name="mapping"/>.</summary>
    /// <param name="mapping">The keys and values.</param>
    /// <param name="defaults">A settings record.</param>
    /// <param name="path">The dotted path of the section, empty at the root.</param>
    public object Bind(YamlMappingNode mapping, object defaults, string path)
    {
        Dictionary<string, SettingProperty> properties = SettingProperty.Of(defaults.GetType(), choices).ToDictionary(property => property.Key);

        // Records with init-only properties: a copy through the compiler's clone method, then set by reflection.
        object section = defaults.GetType().GetMethod("<Clone>$")!.Invoke(defaults, null)!;
        foreach ((YamlNode keyNode, YamlNode valueNode) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { Length: > 0 } key })
            {
                string where = path.Length == 0 ? "at the top level" : $"in {path}";
                throw new PixelShapException(ExitCode.Usage, $"{At(keyNode)}: a key {where} is not a name.", "Write each setting as 'key: value'.");
            }

            string fullKey = path.Length == 0 ? key : $"{path}.{key}";
            if (!properties.TryGetValue(key, out SettingProperty? property))
            {
                throw UnknownKey(keyNode, fullKey, key, path, properties.Keys);
            }

            object? value = ReadValue(valueNode, property, property.Property.GetValue(section), fullKey);
            Validate(valueNode, property, value, fullKey);
            property.Property.SetValue(section, value);
        }

        return section;
    }

    private object ReadValue(YamlNode node, SettingProperty property, object? current, string key)
    {
        Type type = property.Property.PropertyType;
        if (property.IsSection)
        {
            return node switch
            {
                YamlMappingNode mapping => Bind(mapping, current!, key),
                YamlScalarNode { Value: null or "" } => current!,
                _ => throw Wrong(node, key, node, "a section with keys below it"),
            };
        }

        if (property.IsMap)
        {
            return node is YamlMappingNode texts ? Texts(texts, property, (IReadOnlyDictionary<string, string>)current!, key) : throw Wrong(node, key, node, property.Allowed);
        }

        if (property.IsList)
        {
            return node switch
            {
                YamlSequenceNode sequence => sequence.Children.Select(item => Name(item, property, key)).ToArray(),
                YamlScalarNode { Value: { Length: > 0 } single } when !IsNull(node) => new[] { single },
                _ => throw Wrong(node, key, node, property.Allowed),
            };
        }

        if (node is not YamlScalarNode { Value: not null } scalar || IsNull(node))
        {
            throw Wrong(node, key, node, property.Allowed);
        }

        string text = scalar.Value;
        bool quoted = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
        object? value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) && !quoted => text switch { "true" => true, "false" => false, _ => null },
            _ when type == typeof(int) && !quoted => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
            _ when type == typeof(long) && !quoted => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
            _ when type == typeof(double) && !quoted =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null,
            _ when type.IsEnum => SettingProperty.EnumValue(type, text),
            _ => null,
        };
        return value ?? throw Wrong(node, key, node, property.Allowed);
    }

    private string Name(YamlNode item, SettingProperty property, string key) =>
        item is YamlScalarNode { Value: { } name } && !IsNull(item) ? name : throw Wrong(item, key, item, property.Allowed);

    /// <summary>The texts so far with those of a mapping put in or in their place.</summary>
    private OrderedDictionary<string, string> Texts(YamlMappingNode mapping, SettingProperty property, IReadOnlyDictionary<string, string> current, string key)
    {
        var texts = new OrderedDictionary<string, string>(current);
        foreach ((YamlNode name, YamlNode text) in mapping.Children)
        {
            string textKey = $"{key}.{name}";
            string value = Name(text, property, textKey);
            Validate(text, property, value, textKey);
            string named = Name(name, property, key);
            if (property.Property.IsDefined(typeof(PromptTextAttribute)) && !PromptTextAttribute.IsName(named))
            {
                throw new PixelShapException(ExitCode.Usage, $"{At(name)}: {key} has the name '{named}'.", $"Allowed: {PromptTextAttribute.AllowedName}.");
            }

            texts[named] = value;
        }

        if (texts.Count > PromptTextAttribute.MaxPrompts && property.Property.IsDefined(typeof(PromptTextAttribute)))
        {
            throw new PixelShapException(ExitCode.Usage, $"{At(mapping)}: {key} holds {texts.Count} texts.", $"Allowed: at most {PromptTextAttribute.MaxPrompts}.");
        }

        return texts;
    }

    private void Validate(YamlNode node, SettingProperty property, object? value, string key)
    {
        foreach (ValidationAttribute attribute in property.Property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!attribute.IsValid(value))
            {
                throw Wrong(node, key, node, property.Allowed);
            }
        }

        if (property.Names is { } names && (value is string name ? [name] : value as IEnumerable<string>)?.All(names.Contains) == false)
        {
            throw Wrong(node, key, node, property.Allowed);
        }

        if (value is IList { Count: 0 })
        {
            throw Wrong(node, key, node, "at least one name");
        }
    }

    private PixelShapException UnknownKey(YamlNode node, string fullKey, string key, string path, IEnumerable<string> allowed)
    {
        if (IsSecret(key) && allowed.Contains("api_key_file"))
        {
            return new PixelShapException(
                ExitCode.Usage, $"{At(node)}: {fullKey} is not a setting: a key never stands in settings.", $"Put it in the environment variable OPENAI_API_KEY, or name a file that holds it with {path}.api_key_file.");
        }

        string hint = Spelling.Nearest(key, allowed) is { } nearest ? $"Did you mean {nearest}? " : "";
        string where = path.Length == 0 ? "at the top level" : $"in {path}";
        return new PixelShapException(ExitCode.Usage, $"{At(node)}: {fullKey} is not a setting.", $"{hint}Allowed {where}: {string.Join(", ", allowed)}.");
    }

    private static bool IsSecret(string key) => key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) is "apikey" or "key" or "token" or "apitoken" or "secret" or "password" or "bearer";

    private PixelShapException Wrong(YamlNode node, string key, YamlNode value, string allowed)
    {
        string shown = value switch
        {
            YamlScalarNode { Value: null or "" } => "empty",
            _ when IsNull(value) => "null",
            YamlScalarNode scalar => $"'{scalar.Value}'",
            YamlSequenceNode => "a list",
            _ => "a section",
        };
        return new PixelShapException(ExitCode.Usage, $"{At(node)}: {key} is {shown}.", $"Allowed: {allowed}.");
    }

    /// <summary>Whether YAML takes the word for no value; in quotes, or on the command line, it is a text.</summary>
    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "~" or "null" or "Null" or "NULL" };

    private string At(YamlNode node) => new ConfigurationSource(sourceName, hasLines ? node.Start.Line : 0).ToString();
}
