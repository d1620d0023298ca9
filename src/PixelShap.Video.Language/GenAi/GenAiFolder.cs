using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelShap.Video.Files;

namespace PixelShap.Video.Language.GenAi;

/// <summary>A folder with a vision-language model in the layout of ONNX Runtime GenAI.</summary>
internal sealed class GenAiFolder
{
    private const string ConfigurationName = "genai_config.json";
    private const int UsualContext = 4096;
    private const long MostBytes = 16 << 20;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private GenAiFolder(string path, ChatTemplate template, int contextLength, string fingerprint)
    {
        Path = path;
        Template = template;
        ContextLength = contextLength;
        Fingerprint = fingerprint;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The model for people: the name of the folder.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>How it wants to be asked.</summary>
    public ChatTemplate Template { get; }

    /// <summary>The most tokens of question and answer together.</summary>
    public int ContextLength { get; }

    /// <summary>Tells this model from others: names, sizes and times of its files, and the configuration itself. The weights are gigabytes; reading them
    /// to tell two models apart would take longer than asking one.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads what the folder says about its model.</summary>
    /// <exception cref="PixelShapException">There is no such folder, or the model is none that images can be shown to.</exception>
    public static GenAiFolder Open(string setting, string baseDirectory)
    {
        string path = System.IO.Path.GetFullPath(setting, System.IO.Path.GetFullPath(baseDirectory));
        string file = System.IO.Path.Combine(path, ConfigurationName);
        if (!File.Exists(file))
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"vlm.model is '{setting}', but {path} holds no {ConfigurationName}.",
                "Name a folder with a vision-language model for ONNX Runtime GenAI: see docs/models.md.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(RegularFile.ReadBytes(file, MostBytes), Lenient);
            JsonElement model = document.RootElement.GetProperty("model");
            string type = model.GetProperty("type").GetString() ?? "";
            if (!model.TryGetProperty("vision", out _) || !ChatTemplate.ByType.TryGetValue(type, out ChatTemplate? template))
            {
                throw new PixelShapException(
                    ExitCode.Usage,
                    $"{path} holds a model of the type '{type}', which cannot be shown images here.",
                    $"Known types: {string.Join(", ", ChatTemplate.ByType.Select(known => $"{known.Key} ({known.Value.Name})"))}.");
            }

            int context = model.TryGetProperty("context_length", out JsonElement length) && length.TryGetInt32(out int tokens) ? tokens : UsualContext;
            return new GenAiFolder(path, template, context, FingerprintOf(path));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"{file} cannot be read.", "Fetch the model again: see docs/models.md.", exception);
        }
    }

    private static string FingerprintOf(string path)
    {
        var text = new StringBuilder(RegularFile.ReadText(System.IO.Path.Combine(path, ConfigurationName), MostBytes));
        foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
