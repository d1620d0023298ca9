using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Configuration;

/// <summary>Reads a pipeline YAML file and the overrides of the command line into a validated <see cref="PipelineConfiguration"/>.</summary>
public static partial class ConfigurationReader
{
    /// <summary>Reads <paramref name="path"/> and applies <paramref name="overrides"/> of the form <c>a.b=value</c> in order.</summary>
    /// <exception cref="PixelShapException">A file that cannot be read, a syntax error, an unknown key, a value of the wrong type or out of
    /// range: the message names file, line, key and the allowed values.</exception>
    public static PipelineConfiguration Read(string path, IReadOnlyList<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = Directory.Exists(path) ? "is a folder" : exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            throw new PixelShapException(ExitCode.Usage, $"The pipeline file {path} {reason}.", "Name a YAML file such as pipelines/dashcam-offline.yaml.", exception);
        }

        return Parse(text, path, overrides);
    }

    /// <summary>Reads YAML text; <paramref name="name"/> stands in error messages.</summary>
    /// <exception cref="PixelShapException">As <see cref="Read"/>.</exception>
    public static PipelineConfiguration Parse(string yaml, string name, IReadOnlyList<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        YamlMappingNode root = ParseYaml(yaml, name);
        var configuration = (PipelineConfiguration)new SectionBinder(name).Bind(root, new PipelineConfiguration(), "");
        foreach (string setting in overrides)
        {
            configuration = Override(configuration, setting);
        }

        return configuration;
    }

    private static PipelineConfiguration Override(PipelineConfiguration configuration, string setting)
    {
        Match match = SettingPattern().Match(setting);
        if (!match.Success)
        {
            throw new PixelShapException(ExitCode.Usage, $"'--set {setting}' is not of the form section.key=value.", "Write for example --set keyframes.interval_seconds=2.");
        }

        string[] keys = match.Groups["key"].Value.Split('.');
        string name = $"--set {match.Groups["key"].Value}";
        YamlNode node = ParseValue(match.Groups["value"].Value, name);
        foreach (string key in keys.Reverse())
        {
            node = new YamlMappingNode(new YamlScalarNode(key), node);
        }

        return (PipelineConfiguration)new SectionBinder(name, hasLines: false).Bind((YamlMappingNode)node, configuration, "");
    }

    private static YamlNode ParseValue(string text, string name)
    {
        // A prompt may hold ": " or "#": only what looks like a list is read as YAML, everything else is taken as it stands.
        if (!text.StartsWith('['))
        {
            return new YamlScalarNode(text);
        }

        return ParseYaml($"value: {text}", name).Children[new YamlScalarNode("value")];
    }

    private static YamlMappingNode ParseYaml(string yaml, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"{new ConfigurationSource(name, exception.Start.Line)}: this is not valid YAML ({Lower(exception.InnerException?.Message ?? exception.Message)}).",
                "Check indentation, colons and quotes at that line.",
                exception);
        }

        if (stream.Documents.Count == 0)
        {
            return [];
        }

        return stream.Documents[0].RootNode as YamlMappingNode
            ?? (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" } ? []
            : throw new PixelShapException(ExitCode.Usage, $"{name} does not hold settings of the form 'key: value'.", "See pipelines/dashcam-offline.yaml for an example."));
    }

    private static string Lower(string message)
    {
        // YamlDotNet's messages begin with a position that has just been said.
        string text = PositionPattern().Replace(message, "").Trim().TrimEnd('.');
        return text.Length == 0 ? "syntax error" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex(@"^(?<key>[a-z_]+(\.[a-z_]+)*)=(?<value>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex SettingPattern();

    [GeneratedRegex(@"^\(Line: \d+.*?\)( - \(Line: \d+.*?\))?:")]
    private static partial Regex PositionPattern();
}
