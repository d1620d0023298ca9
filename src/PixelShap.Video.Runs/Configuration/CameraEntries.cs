using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>Takes a list of cameras apart into lists of one camera each, with their variables as they stand: so that they can be kept where secrets must not be.</summary>
public static class CameraEntries
{
    private const int MostCameras = 100_000;

    /// <summary>Takes a list apart.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <returns>The name of each camera, and the list that holds it alone.</returns>
    /// <exception cref="PixelShapException">It is no list of cameras, a name is missing or stands there twice, or a password is written out.</exception>
    public static IReadOnlyList<(string Name, string Yaml)> Split(string yaml, string source)
    {
        YamlMappingNode root = PipelineYaml.Parse(yaml, source);
        if (root.Children.Count != 1 || CameraList.Entry(root, "cameras") is not YamlSequenceNode { Children.Count: > 0 and <= MostCameras } list)
        {
            throw new PixelShapException(ExitCode.Usage, $"{source} holds no list of 1 to {MostCameras} cameras.", "Write 'cameras:' and below it an entry '- name: …' with 'address: …' for each.");
        }

        var entries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (YamlNode item in list.Children)
        {
            if (item is not YamlMappingNode camera || Text(camera, "name") is not { } name || !CameraList.IsName(name))
            {
                throw Wrong(item, "a camera has no name that can be that of a folder", "Write 'name:' with letters, digits, '-' and '_'.");
            }

            if (Text(camera, "address") is not { Length: > 0 } address)
            {
                throw Wrong(item, $"'{name}' has no address", "Write 'address: rtsp://…'.");
            }

            if (camera.Children.Any(pair => CameraList.Name(pair.Key) == "password" && IsSecret((pair.Value as YamlScalarNode)?.Value ?? pair.Value.ToString())) || (Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Contains(':', StringComparison.Ordinal) && IsSecret(address)))
            {
                throw Wrong(item, $"the password of '{name}' is written out, and would be kept in the database", "Write ${VARIABLE} in its place, and set the variable where the workers are started.");
            }

            var alone = new YamlMappingNode(new YamlScalarNode("cameras"), new YamlSequenceNode(camera));
            using var text = new StringWriter();
            new YamlStream(new YamlDocument(alone)).Save(text, assignAnchors: false);
            if (!entries.TryAdd(name, text.ToString()))
            {
                throw Wrong(item, $"the name '{name}' stands there twice", "Give each camera a name of its own.");
            }
        }

        return [.. entries.Select(entry => (entry.Key, entry.Value))];

        PixelShapException Wrong(YamlNode at, string what, string remedy) => new(ExitCode.Usage, $"{new ConfigurationSource(source, at.Start.Line)}: {what}.", remedy);
    }

    private static bool IsSecret(string? text) => text is { Length: > 0 } && !text.Contains("${", StringComparison.Ordinal);

    private static string? Text(YamlMappingNode node, string key) => (CameraList.Entry(node, key) as YamlScalarNode)?.Value;
}
