using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>A camera of a list.</summary>
/// <param name="Name">Its name, which is that of its folder.</param>
/// <param name="Address">Its address, with credentials where it needs them.</param>
/// <param name="Settings">Its settings.</param>
public sealed record ListedCamera(string Name, string Address, PipelineConfiguration Settings)
{
    /// <summary>Whether another entry asks for the very same.</summary>
    public bool IsSameAs(ListedCamera other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Name, Address) == (other.Name, other.Address)
            && ConfigurationSchema.ToJsonObject(Settings).ToJsonString() == ConfigurationSchema.ToJsonObject(other.Settings).ToJsonString();
    }
}

/// <summary>Reads the list of cameras: a YAML file with a name, an address and settings for each.</summary>
public static partial class CameraList
{
    private const int MostCameras = 64;

    private static readonly string[] Keys = ["name", "address", "user", "password", "password_file", "settings"];

    /// <summary>Reads and checks a list.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <param name="settings">Reads the settings that all cameras share, with overrides such as <c>live.record=true</c>.</param>
    /// <param name="login">Puts user, password and the file of a password into an address.</param>
    /// <exception cref="PixelShapException">It is no list of cameras; the message names line and key.</exception>
    public static IReadOnlyList<ListedCamera> Parse(
        string yaml, string source, Func<IReadOnlyList<string>, PipelineConfiguration> settings, Func<string, string?, string?, string?, string> login)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(login);
        YamlMappingNode root = PipelineYaml.Parse(yaml, source);
        foreach (YamlNode key in root.Children.Keys.Where(key => Name(key) != "cameras"))
        {
            throw Wrong(source, key, $"the key '{key}' is unknown", "Write one list with the name 'cameras'; settings that all cameras share stand in the file of --pipeline.");
        }

        if (Entry(root, "cameras") is not YamlSequenceNode { Children.Count: > 0 and <= MostCameras } list)
        {
            throw new PixelShapException(ExitCode.Usage, $"{source} holds no list of 1 to {MostCameras} cameras.", "Write 'cameras:' and below it an entry '- name: …' with 'address: …' for each.");
        }

        var cameras = new List<ListedCamera>();
        foreach (YamlNode node in list.Children)
        {
            ListedCamera camera = Read(node as YamlMappingNode ?? throw Wrong(source, node, "this is no camera", "Write '- name: …' and below it 'address: …'."), source, settings, login);
            if (cameras.Exists(known => known.Name.Equals(camera.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw Wrong(source, node, $"the name '{camera.Name}' stands there twice", "Give each camera a name of its own.");
            }

            cameras.Add(camera);
        }

        return cameras;
    }

    /// <summary>Whether a text can be the name of a camera, and of its folder.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    private static ListedCamera Read(
        YamlMappingNode node, string source, Func<IReadOnlyList<string>, PipelineConfiguration> settings, Func<string, string?, string?, string?, string> login)
    {
        foreach (YamlNode key in node.Children.Keys.Where(key => !Keys.Contains(Name(key))))
        {
            throw Wrong(source, key, $"the key '{key}' of a camera is unknown", $"Allowed: {string.Join(", ", Keys)}.");
        }

        string? Text(string key) => Entry(node, key) is { } value
            ? Expanded((value as YamlScalarNode)?.Value ?? throw Wrong(source, value, $"{key} is no text", "Write one text."), source, value)
            : null;

        string name = Text("name") is { } given && IsName(given) ? given : throw Wrong(source, node, "a camera has no name that can be that of a folder", "Write 'name:' with letters, digits, '-' and '_'.");
        string address = Text("address") ?? throw Wrong(source, node, $"'{name}' has no address", "Write 'address: rtsp://…'.");
        PipelineConfiguration configuration;
        try
        {
            configuration = settings(Entry(node, "settings") is { } own ? [.. Overrides(own, "", source)] : []);
            address = login(address, Text("user"), Text("password"), Text("password_file"));
        }
        catch (PixelShapException exception)
        {
            throw new PixelShapException(exception.ExitCode, $"{new ConfigurationSource(source, node.Start.Line)}: camera '{name}': {exception.Message}", exception.Remedy, exception);
        }

        return new ListedCamera(name, address, configuration);
    }

    /// <summary>A key by its text: YAML's own comparison takes a key with a tag for another.</summary>
    internal static YamlNode? Entry(YamlMappingNode node, string key) => node.Children.FirstOrDefault(pair => Name(pair.Key) == key).Value;

    internal static string? Name(YamlNode key) => (key as YamlScalarNode)?.Value;

    /// <summary>Settings as they stand on the command line: sections may be nested or written with dots.</summary>
    private static IEnumerable<string> Overrides(YamlNode node, string path, string source) => node switch
    {
        YamlMappingNode mapping => mapping.Children.SelectMany(pair => Overrides(pair.Value, path.Length == 0 ? pair.Key.ToString() : $"{path}.{pair.Key}", source)),
        YamlSequenceNode sequence => [$"{path}=[{string.Join(", ", sequence.Children.Select(item => item.ToString()))}]"],
        YamlScalarNode { Value: { } value } when path.Length > 0 => [$"{path}={value}"],
        _ => throw Wrong(source, node, "these are no settings", "Write 'section:' and below it 'key: value', as in a pipeline file."),
    };

    private static string Expanded(string text, string source, YamlNode node) => VariablePattern().Replace(text, match =>
    {
        string name = match.Groups["name"].Value;
        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw Wrong(source, node, $"the variable {name} is not set", "Set it where the program is started, for example in the systemd unit.");
    });

    private static PixelShapException Wrong(string source, YamlNode node, string what, string remedy) =>
        new(ExitCode.Usage, $"{new ConfigurationSource(source, node.Start.Line)}: {what}.", remedy);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex VariablePattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex NamePattern();
}
