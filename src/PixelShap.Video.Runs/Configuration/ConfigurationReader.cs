using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using PixelShap.Video.Files;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>Reads a pipeline YAML file and the overrides of the command line into a validated <see cref="PipelineConfiguration"/>.</summary>
public static partial class ConfigurationReader
{
    private const int MostBytes = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads <paramref name="path"/> and applies <paramref name="overrides"/> of the form <c>a.b=value</c> in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">The settings of the command line.</param>
    /// <param name="choices">The registries of other rooms.</param>
    /// <exception cref="PixelShapException">A file that cannot be read, a syntax error, an unknown key, a value of the wrong type or out of
    /// range: the message names file, line, key and the allowed values.</exception>
    public static PipelineConfiguration Read(string path, IReadOnlyList<string> overrides, SettingChoices choices)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        ArgumentNullException.ThrowIfNull(path);
        return Parse(ReadText(path), path, overrides, choices);
    }

    /// <summary>Reads the settings that a run has written down.</summary>
    /// <param name="recorded">All of them, as <see cref="ConfigurationSchema.ToJsonObject"/> writes them.</param>
    /// <param name="name">Where they stand, for messages.</param>
    /// <param name="choices">What open choices may hold.</param>
    /// <exception cref="PixelShapException">They are those of another version.</exception>
    public static PipelineConfiguration ParseRecorded(JsonObject recorded, string name, SettingChoices choices)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var settings = (JsonObject)recorded.DeepClone();
        if (settings["prompts"] is JsonObject { Count: 0 })
        {
            // A file of settings leaves out what it does not use.
            settings.Remove("prompts");
        }

        return Parse(settings.ToJsonString(), name, [], choices);
    }

    /// <summary>Reads YAML text; <paramref name="name"/> stands in error messages.</summary>
    /// <exception cref="PixelShapException">As <see cref="Read"/>.</exception>
    public static PipelineConfiguration Parse(string yaml, string name, IReadOnlyList<string> overrides, SettingChoices choices)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        YamlMappingNode root = PipelineYaml.Parse(yaml, name);
        var configuration = (PipelineConfiguration)new SectionBinder(name, choices).Bind(root, new PipelineConfiguration(), "");
        foreach (string setting in overrides)
        {
            configuration = Override(configuration, setting, choices);
        }

        SettingsTogether.Check(configuration);
        return configuration;
    }

    private static PipelineConfiguration Override(PipelineConfiguration configuration, string setting, SettingChoices choices)
    {
        Match match = SettingPattern().Match(setting);
        if (!match.Success)
        {
            throw new PixelShapException(ExitCode.Usage, $"'--set {setting}' is not of the form section.key=value.", "Write for example --set keyframes.interval_seconds=2.");
        }

        string[] keys = match.Groups["key"].Value.Split('.');
        string name = $"--set {match.Groups["key"].Value}";
        YamlNode node = ParseValue(match.Groups["value"].Value, IsList(keys), name);
        foreach (string key in keys.Reverse())
        {
            node = new YamlMappingNode(new YamlScalarNode(key), node);
        }

        return (PipelineConfiguration)new SectionBinder(name, choices, hasLines: false).Bind((YamlMappingNode)node, configuration, "");
    }

    private static YamlNode ParseValue(string text, bool isList, string name)
    {
        // A prompt may hold ": ", "#" or "[": only a list is read as YAML, everything else is taken as it stands.
        if (!isList || !text.StartsWith('['))
        {
            return new YamlScalarNode(text);
        }

        return PipelineYaml.Parse($"value: {text}", name).Children[new YamlScalarNode("value")];
    }

    private static bool IsList(IEnumerable<string> keys)
    {
        Type section = typeof(PipelineConfiguration);
        SettingProperty? property = null;
        foreach (string key in keys)
        {
            property = SettingProperty.Of(section, SettingChoices.None).FirstOrDefault(candidate => candidate.Key == key);
            section = property?.Property.PropertyType ?? typeof(object);
        }

        return property is { IsList: true };
    }

    private static string ReadText(string path)
    {
        if (path.Length == 0 || path.Contains('\0') || !File.Exists(path))
        {
            throw Unreadable(path, Directory.Exists(path) ? "is a folder" : "does not exist");
        }

        try
        {
            // A pipe or device has no length, and opening it might wait for ever.
            if (RegularFile.Facts(path).Length == 0)
            {
                throw Unreadable(path, "is empty or not a regular file");
            }

            using FileStream stream = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > MostBytes)
            {
                throw Unreadable(path, "is too large for a pipeline file (more than 1 MiB)");
            }

            string text = Utf8.GetString(bytes, 0, count);
            return text.Contains('\0') ? throw Unreadable(path, "holds no text") : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw Unreadable(path, "is no text, or not written as UTF-8", exception, "Name a YAML file; a text is saved as UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, $"cannot be read: {Cause.Of(exception)}", exception, Cause.RemedyOf(exception, "Check the disk that it is on."));
        }
    }

    private static PixelShapException Unreadable(
        string path, string reason, Exception? cause = null, string remedy = "Name a YAML file such as pipelines/dashcam-offline.yaml.") =>
        new(ExitCode.Usage, $"The pipeline file {path} {reason}.", remedy, cause);

    [GeneratedRegex(@"^(?<key>[a-z0-9_-]+(\.[a-z0-9_-]+)*)=(?<value>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex SettingPattern();
}
