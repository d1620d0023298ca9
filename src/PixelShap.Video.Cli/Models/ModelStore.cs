using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelShap.Video.Cli.Models;

/// <summary>Where pulled models lie: a folder per model, with the pins of its files in <c>models.lock.json</c> beside them.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record ModelStore(string Folder)
{
    private const string PinFile = "models.lock.json";

    /// <summary>The folder that <c>PIXELSHAP_MODELS</c> names, else <c>pixelshap/models</c> in the user's cache folder.</summary>
    public static ModelStore OfUser()
    {
        if (Environment.GetEnvironmentVariable("PIXELSHAP_MODELS") is { Length: > 0 } named)
        {
            return new ModelStore(Path.GetFullPath(named));
        }

        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return new ModelStore(Path.Combine(cache, "pixelshap", "models"));
    }

    /// <summary>The folder of a model.</summary>
    public string FolderOf(ModelEntry model) => Path.Combine(Folder, model.Name);

    /// <summary>Where a file of a model lies when it is pulled.</summary>
    public string PathOf(ModelEntry model, string file) => Path.Combine(FolderOf(model), file);

    /// <summary>Whether all files of a model are there. Files have their final names only when they are whole and checked.</summary>
    public bool Has(ModelEntry model) => model.Files.All(file => File.Exists(PathOf(model, file.Path)));

    /// <summary>The pins of a model's files by name.</summary>
    /// <exception cref="PixelShapException">The file of pins is damaged.</exception>
    public Dictionary<string, ModelPin> PinsOf(ModelEntry model)
    {
        string path = PathOf(model, PinFile);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ManifestJson.Default.DictionaryStringModelPin) ?? [] : [];
        }
        catch (JsonException exception)
        {
            throw new PixelShapException(ExitCode.Failed, $"The pins in {path} are damaged.", $"Delete {FolderOf(model)} and pull the model again.", exception);
        }
    }

    /// <summary>Writes down what a file was when it was first pulled. The caller holds the model's lock.</summary>
    public void Pin(ModelEntry model, string file, ModelPin pin)
    {
        Dictionary<string, ModelPin> pins = PinsOf(model);
        pins[file] = pin;
        string path = PathOf(model, PinFile), temporary = path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(pins, ManifestJson.Default.DictionaryStringModelPin));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The hash that a file must have: the manifest's, else the pinned one; null before the first pull of a file without a known one.</summary>
    public string? ExpectedHash(ModelEntry model, ModelFile file) => file.Sha256 ?? PinsOf(model).GetValueOrDefault(file.Path)?.Sha256;

    /// <summary>How a file stands, for people: <c>ok</c>, <c>ok (pinned)</c>, <c>missing</c>, <c>changed</c> or <c>not pinned</c>.</summary>
    public async Task<string> StatusAsync(ModelEntry model, ModelFile file, CancellationToken cancellationToken)
    {
        string path = PathOf(model, file.Path);
        if (!File.Exists(path))
        {
            return "missing";
        }

        string hash = await HashAsync(path, cancellationToken);
        return ExpectedHash(model, file) switch
        {
            null => "not pinned",
            var expected when expected != hash => "changed",
            _ => file.Sha256 is null ? "ok (pinned)" : "ok",
        };
    }

    /// <summary>Whether a file that stands so may be used.</summary>
    public static bool IsGood(string status) => status is "ok" or "ok (pinned)";

    /// <summary>SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}

/// <summary>What a file was when it was pulled.</summary>
/// <param name="Sha256">Its hash, in lower-case hexadecimal.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Url">Where it came from.</param>
/// <param name="PulledAt">When.</param>
internal sealed record ModelPin(
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("pulled_at")] DateTimeOffset PulledAt);
