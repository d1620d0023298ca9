using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>The JSON schema of a pipeline file, made from the settings records, so that editors complete and check it.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema (draft 2020-12) as indented JSON with a newline at the end.</summary>
    /// <param name="choices">The registries of other rooms.</param>
    public static string ToJson(SettingChoices choices)
    {
        JsonObject schema = Section(new PipelineConfiguration(), choices);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "PixelShap.Video pipeline");
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>Every setting with its dotted key, default, allowed values and description, in the order of declaration.</summary>
    /// <param name="choices">The registries of other rooms.</param>
    public static IEnumerable<(string Key, string Default, string Allowed, string Description)> Settings(SettingChoices choices) =>
        Settings(new PipelineConfiguration(), "", choices);

    /// <summary>The settings with their values, as JSON with the same keys as the YAML file.</summary>
    public static JsonObject ToJsonObject(object section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var json = new JsonObject();
        foreach (SettingProperty property in SettingProperty.Of(section.GetType(), SettingChoices.None))
        {
            object value = property.Property.GetValue(section)!;
            json[property.Key] = property.IsSection ? ToJsonObject(value) : Value(value);
        }

        return json;
    }

    private static IEnumerable<(string Key, string Default, string Allowed, string Description)> Settings(object section, string path, SettingChoices choices)
    {
        foreach (SettingProperty property in SettingProperty.Of(section.GetType(), choices))
        {
            object value = property.Property.GetValue(section)!;
            string key = path + property.Key;
            if (property.IsSection)
            {
                foreach (var setting in Settings(value, key + ".", choices))
                {
                    yield return setting;
                }
            }
            else
            {
                yield return (key, Value(value).ToJsonString(), property.Allowed, property.Description);
            }
        }
    }

    private static JsonObject Section(object defaults, SettingChoices choices)
    {
        var properties = new JsonObject();
        foreach (SettingProperty property in SettingProperty.Of(defaults.GetType(), choices))
        {
            object value = property.Property.GetValue(defaults)!;
            JsonObject schema = property.IsSection ? Section(value, choices) : Leaf(property, value);
            schema.Insert(0, "description", property.Description);
            properties[property.Key] = schema;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject Leaf(SettingProperty property, object value)
    {
        Type type = property.Property.PropertyType;
        var schema = new JsonObject
        {
            ["type"] = type switch
            {
                _ when property.IsList => "array",
                _ when property.IsMap => "object",
                _ when type == typeof(bool) => "boolean",
                _ when type == typeof(double) => "number",
                _ when type == typeof(int) || type == typeof(long) => "integer",
                _ => "string",
            },
            ["default"] = Value(value),
        };
        if (type.IsEnum)
        {
            schema["enum"] = new JsonArray([.. SettingProperty.EnumNames(type).Select(name => (JsonNode)name)]);
        }

        if (property is { IsList: false, Names: { } choices })
        {
            schema["enum"] = new JsonArray([.. choices.Select(name => (JsonNode)name)]);
        }

        if (property.Property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Values.Select(name => (JsonNode)name!.ToString()!)]);
        }

        if (property.IsList)
        {
            schema["type"] = new JsonArray("array", "string");
            schema["items"] = property.Names is { } names
                ? new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) }
                : new JsonObject { ["type"] = "string" };
            schema["minItems"] = 1;
        }

        if (property.IsMap)
        {
            schema["additionalProperties"] = Question(new JsonObject { ["type"] = "string" });
            schema["propertyNames"] = new JsonObject { ["pattern"] = PromptTextAttribute.NamePattern };
            schema["maxProperties"] = PromptTextAttribute.MaxPrompts;
        }
        else if (property.Property.IsDefined(typeof(PromptTextAttribute)))
        {
            Question(schema);
        }

        if (property.Property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = Value(range.Minimum);
            schema["maximum"] = Value(range.Maximum);
        }

        if (property.Property.IsDefined(typeof(CallBudgetAttribute)))
        {
            schema["type"] = new JsonArray("string", "integer");
        }

        if (property.Property.GetCustomAttribute<LengthAttribute>() is { } length)
        {
            schema["minLength"] = length.MinimumLength;
            schema["maxLength"] = length.MaximumLength;
        }

        return schema;
    }

    private static JsonObject Question(JsonObject schema)
    {
        schema["minLength"] = 1;
        schema["maxLength"] = PromptTextAttribute.MaxLength;
        return schema;
    }

    private static JsonNode Value(object value) => value switch
    {
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        string text => text,
        Enum name => SettingProperty.EnumNames(name.GetType()).ElementAt(Array.IndexOf(Enum.GetValues(name.GetType()), name)),
        IReadOnlyDictionary<string, string> texts => new JsonObject(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value))),
        IEnumerable list => new JsonArray([.. list.Cast<string>().Select(item => (JsonNode)item)]),
        _ => throw new InvalidOperationException($"Settings of type {value.GetType()} have no JSON form."),
    };
}
