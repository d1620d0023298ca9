using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Runs;

/// <summary>Tells whether a journal belongs to the same input and settings, so that it may be continued.</summary>
/// <param name="InputHash">SHA-256 of the input file; empty for a live stream.</param>
/// <param name="ConfigurationHash">SHA-256 of the settings that the journal depends on.</param>
public sealed record RunFingerprint(string InputHash, string ConfigurationHash)
{
    // Settings that change how results are shown or how fast they come, not what they are.
    private static readonly string[] WithoutEffect = ["video", "live", "importance"];

    /// <summary>Computes both hashes.</summary>
    /// <param name="inputPath">The input file; null for a live stream.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="segmenter">The name of the segmenter that was really taken.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    public static async Task<RunFingerprint> ComputeAsync(
        string? inputPath, PipelineConfiguration configuration, string segmenter, CancellationToken cancellationToken)
    {
        JsonObject settings = ConfigurationSchema.ToJsonObject(configuration);
        foreach (string section in WithoutEffect)
        {
            settings.Remove(section);
        }

        settings["vlm"]!.AsObject().Remove("concurrency");
        settings["segmenter"]!.AsObject().Remove("threads");
        settings["segmenter"]!.AsObject().Remove("provider");
        settings["segmenter"]!["model"] = segmenter;
        string configurationHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.ToJsonString())));
        if (inputPath is null)
        {
            return new RunFingerprint("", configurationHash);
        }

        await using var file = new FileStream(inputPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return new RunFingerprint(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)), configurationHash);
    }
}
