using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using PixelShap.Video.Files;

namespace PixelShap.Video.Cli.Models;

/// <summary>The models that can be pulled by name, the best first.</summary>
/// <param name="Format">The version of the file's form: 1.</param>
/// <param name="Models">The models.</param>
internal sealed partial record ModelManifest(
    [property: JsonPropertyName("format")] int Format, [property: JsonPropertyName("models")] IReadOnlyList<ModelEntry> Models)
{
    private const string Resource = "PixelShap.models.manifest.json";

    /// <summary>The manifest of this version of the program.</summary>
    public static ModelManifest Embedded()
    {
        using Stream stream = typeof(ModelManifest).Assembly.GetManifestResourceStream(Resource)!;
        return Read(stream, "the program's own manifest");
    }

    /// <summary>Reads a manifest, or the program's own where none is named.</summary>
    /// <exception cref="PixelShapException">The file cannot be read or is no manifest.</exception>
    public static ModelManifest Load(string? path)
    {
        if (path is null)
        {
            return Embedded();
        }

        try
        {
            using FileStream stream = RegularFile.Open(path, 16 << 20);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The manifest {path} cannot be read: {Cause.Of(exception)}.", "Name a manifest of models: see docs/models-to-pull.md.", exception);
        }
    }

    /// <summary>The model of that name.</summary>
    /// <exception cref="PixelShapException">There is none.</exception>
    public ModelEntry Find(string name) => TryFind(name) ?? throw new PixelShapException(
        ExitCode.Usage, $"There is no model '{name}'.", $"Choose one of {string.Join(", ", Models.Select(model => model.Name))}.");

    /// <summary>The model of that name; null when there is none.</summary>
    public ModelEntry? TryFind(string name) => Models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ModelManifest Read(Stream stream, string name)
    {
        try
        {
            ModelManifest manifest = JsonSerializer.Deserialize(stream, ManifestJson.Default.ModelManifest) ?? throw new JsonException("it holds null");
            return Problem(manifest) is { } problem ? throw new JsonException(problem) : manifest;
        }
        catch (JsonException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"{name} is no manifest of models: {Cause.Of(exception)}.", "Correct it: see docs/models-to-pull.md.", exception);
        }
    }

    private static string? Problem(ModelManifest manifest)
    {
        if (manifest.Format != 1 || manifest.Models is null)
        {
            return "'format' must be 1 and 'models' a list";
        }

        foreach (ModelEntry model in manifest.Models)
        {
            if (model is null)
            {
                return "an entry of 'models' is null";
            }

            if (model.Name is null || !Name().IsMatch(model.Name) || model.Files is not { Count: > 0 } || model.Files.Contains(null!) || model.Files.All(file => file.Path != model.Main))
            {
                return $"the model '{model.Name}' needs a name of letters, digits, dots and dashes, and 'files' of which 'main' is one";
            }

            foreach (ModelFile file in model.Files)
            {
                if (file.Path is null || !Name().IsMatch(file.Path) || !Uri.TryCreate(file.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
                {
                    return $"a file of '{model.Name}' needs a 'path' that is a plain file name and an http(s) 'url'";
                }

                if (file.Sha256 is not null && !Hash().IsMatch(file.Sha256))
                {
                    return $"the sha256 of '{file.Path}' of '{model.Name}' is not 64 hexadecimal digits";
                }
            }
        }

        return null;
    }

    // A plain name: nothing that could lead out of the model's folder.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}

/// <summary>A model that can be pulled.</summary>
internal sealed record ModelEntry
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("use")]
    public string? Use { get; init; }

    [JsonPropertyName("licence")]
    public string? Licence { get; init; }

    /// <summary>The page that it comes from.</summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>The lines of a pipeline file that use it.</summary>
    [JsonPropertyName("yaml")]
    public string? Yaml { get; init; }

    /// <summary>Whether <c>segmenter.model: auto</c> may take it.</summary>
    [JsonPropertyName("auto")]
    public bool Auto { get; init; }

    /// <summary>The file that is opened.</summary>
    [JsonPropertyName("main")]
    public required string Main { get; init; }

    /// <summary>The decoder of a promptable mask model, whose encoder is <see cref="Main"/>; null for all else.</summary>
    [JsonPropertyName("decoder")]
    public string? Decoder { get; init; }

    /// <summary>Other names under which people keep it in a models folder.</summary>
    [JsonPropertyName("also")]
    public IReadOnlyList<string>? Also { get; init; }

    [JsonPropertyName("files")]
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>The bytes of all files; null where one is not known.</summary>
    [JsonIgnore]
    public long? Size => Files.All(file => file.Size is not null) ? Files.Sum(file => file.Size) : null;
}

/// <summary>A file of a model.</summary>
internal sealed record ModelFile
{
    /// <summary>Its name in the model's folder.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Bytes; null where they are not known.</summary>
    [JsonPropertyName("size")]
    public long? Size { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal; null where it is not known: what comes first is pinned.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>Who says so.</summary>
    [JsonPropertyName("sha256_from")]
    public string? Sha256From { get; init; }
}

/// <summary>The JSON of manifests and pins.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(Dictionary<string, ModelPin>))]
[JsonSerializable(typeof(PartialDownload))]
internal sealed partial class ManifestJson : JsonSerializerContext;
