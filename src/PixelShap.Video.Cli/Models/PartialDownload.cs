using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelShap.Video.Cli.Models;

/// <summary>What is known of a file that has come in part: written beside it, so that another process can go on.</summary>
/// <param name="Url">Where it comes from.</param>
/// <param name="Validator">The server's strong ETag or its date of change; null where it gives neither, and then nothing can be resumed.</param>
/// <param name="Total">Its bytes; null where the server does not say.</param>
internal sealed record PartialDownload(
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("validator")] string? Validator,
    [property: JsonPropertyName("total")] long? Total)
{
    /// <summary>Reads the note beside a part; null where there is none that makes sense.</summary>
    public static PartialDownload? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ManifestJson.Default.PartialDownload) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.PartialDownload));
}
