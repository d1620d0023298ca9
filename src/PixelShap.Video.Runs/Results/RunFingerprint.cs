using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Estimation;
using PixelShap.Video.Attribution;
using PixelShap.Video.Clips;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Runs.Results;

/// <summary>Tells whether a journal belongs to the same input and settings, so that it may be continued.</summary>
/// <param name="InputHash">SHA-256 of the input file; empty for a live stream.</param>
/// <param name="ConfigurationHash">SHA-256 of the settings that the journal depends on.</param>
public sealed record RunFingerprint(string InputHash, string ConfigurationHash)
{
    // Settings that change how results are shown or how fast they come, not what they are.
    private static readonly string[] WithoutEffect = ["video", "live", "importance"];

    // What is written at the end. Earlier versions took it into the hash.
    private static readonly string[] WrittenAtTheEnd = ["report", "exports"];

    // What is made of the tracks when all is over.
    private static readonly string[] TrackerWithoutEffect = ["min_mean_score", "fill_gap_seconds"];

    // How often, how fast and for how much money the model is asked, and with whose key: a run may go on with other limits.
    private static readonly string[] VlmWithoutEffect = ["limits", "retry", "cache", "budget", "api_key_variable", "api_key_file", "api_version", "auth", "entra_scope", "preflight"];

    /// <summary>The configuration hash as earlier versions computed it. The default value is the one of now.</summary>
    public string EarlierConfigurationHash { get; init; } = ConfigurationHash;

    /// <summary>Whether a journal with this configuration hash may be continued.</summary>
    public bool FitsConfiguration(string hash) => hash == ConfigurationHash || hash == EarlierConfigurationHash;

    /// <summary>Computes the hashes.</summary>
    /// <param name="input">The input file, or the files of a drive; null for a live stream.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="modelPath">The segmentation model that was really taken: its content counts, not its name or where it runs.</param>
    /// <param name="embedderPath">The embedding model on this machine, whose content counts, too; null for none.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    /// <param name="egoMaskPath">The PNG of the own car, whose content counts, too; null where the settings name none.</param>
    public static async Task<RunFingerprint> ComputeAsync(
        ClipInput? input, PipelineConfiguration configuration, string modelPath, string? embedderPath, CancellationToken cancellationToken, string? egoMaskPath = null)
    {
        JsonObject settings = ConfigurationSchema.ToJsonObject(configuration);
        foreach (string section in WithoutEffect)
        {
            settings.Remove(section);
        }

        JsonObject vlm = settings["vlm"]!.AsObject();
        foreach (string key in VlmWithoutEffect)
        {
            vlm.Remove(key);
        }

        foreach (string key in TrackerWithoutEffect)
        {
            settings["tracker"]!.AsObject().Remove(key);
        }

        if ((configuration.Clip with { Time = "", Zone = "" }) == new ClipConfiguration())
        {
            // Runs of before clips had settings go on.
            settings.Remove("clip");
        }
        else
        {
            // No answer depends on when a clip was recorded.
            settings["clip"]!.AsObject().Remove("time");
            settings["clip"]!.AsObject().Remove("zone");
        }

        if (configuration.Vlm.Service == VlmService.Auto)
        {
            // Runs of before services had names go on.
            vlm.Remove("service");
        }

        if (configuration.Vlm.ChatTemplate == new VlmConfiguration().ChatTemplate)
        {
            // Runs of before models in GGUF go on.
            vlm.Remove("chat_template");
        }

        if (configuration.Events)
        {
            // Runs of before events go on; whether they are looked for decides on keyframes.
            settings.Remove("events");
        }

        if (configuration.Keyframes.Events)
        {
            settings["keyframes"]!.AsObject().Remove("events");
        }

        var usualAttribution = new AttributionConfiguration();
        if ((configuration.Attribution.Scene, configuration.Attribution.Controls) == (usualAttribution.Scene, usualAttribution.Controls))
        {
            // Runs of before verdicts go on.
            settings["attribution"]!.AsObject().Remove("scene");
            settings["attribution"]!.AsObject().Remove("controls");
        }

        if (configuration.Attribution.Pairs == usualAttribution.Pairs)
        {
            // Runs of before pairs were told go on.
            settings["attribution"]!.AsObject().Remove("pairs");
        }

        if (configuration.EgoMask == PipelineConfiguration.AutoEgoMask)
        {
            // Runs of before the own car was looked for go on.
            settings.Remove("ego_mask");
        }
        else if (egoMaskPath is not null)
        {
            settings["ego_mask"] = await HashAsync(egoMaskPath, cancellationToken);
        }

        if (configuration.Vlm.MaxTokensName == MaxTokensName.Auto)
        {
            vlm["max_tokens_name"] = "max_completion_tokens";
        }

        if (!CallBudget.Parse(configuration.Attribution.Budget).IsAuto)
        {
            // An adaptive estimator asks in rounds of this size, and may stop after each.
            vlm.Remove("concurrency");
        }

        settings["segmenter"]!.AsObject().Remove("threads");
        settings["segmenter"]!.AsObject().Remove("provider");
        settings["segmenter"]!["model"] = await HashAsync(modelPath, cancellationToken);
        JsonObject embedder = settings["attribution"]!["embedder"]!.AsObject();
        embedder.Remove("api_key_variable");
        if (embedderPath is not null)
        {
            embedder["model"] = await HashAsync(embedderPath, cancellationToken);
        }

        string earlier = HashOf(settings);
        JsonObject usual = ConfigurationSchema.ToJsonObject(new PipelineConfiguration());
        foreach (string key in WrittenAtTheEnd)
        {
            // As if they were not set, so that the hash of most runs stays what it was.
            settings[key] = usual[key]!.DeepClone();
        }

        string inputHash = input is null ? "" : await HashAsync(input, cancellationToken);
        return new RunFingerprint(inputHash, HashOf(settings)) { EarlierConfigurationHash = earlier };
    }

    private static string HashOf(JsonObject settings) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.ToJsonString())));

    /// <summary>SHA-256 of a clip; of a drive, that of the hashes of its files with their places.</summary>
    internal static async Task<string> HashAsync(ClipInput input, CancellationToken cancellationToken)
    {
        if (!input.IsDrive)
        {
            return await HashAsync(input.Path, cancellationToken);
        }

        ClipInput hashed = await WithHashesAsync(input, cancellationToken);
        string lines = string.Concat(hashed.Parts.Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Sha256} {part.Begin.Ticks} {part.Shift.Ticks} {part.Begin.TimeBase} {(part.IsAfterGap ? "gap" : "joined")}\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    /// <summary>A drive with the SHA-256 of each of its files; a clip as it is.</summary>
    internal static async Task<ClipInput> WithHashesAsync(ClipInput input, CancellationToken cancellationToken)
    {
        if (!input.IsDrive || input.Parts.All(part => part.Sha256.Length > 0))
        {
            return input;
        }

        var parts = new List<DrivePart>();
        foreach (DrivePart part in input.Parts)
        {
            parts.Add(part with { Sha256 = await HashAsync(part.Path, cancellationToken) });
        }

        return input with { Parts = parts };
    }

    /// <summary>SHA-256 of a file in hexadecimal.</summary>
    internal static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
