using Microsoft.Extensions.Logging;
using PixelShap.Video.Configuration;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language;

/// <summary>Makes models that are asked over a network.</summary>
public static class RemoteModels
{
    /// <summary>OpenAI, Azure OpenAI's <c>/openai/v1</c> or a compatible server.</summary>
    /// <param name="configuration">The settings under <c>vlm</c>.</param>
    /// <param name="seed">The seed of the run: it is sent along, and draws the jitter of pauses.</param>
    /// <param name="codec">Encodes the images.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="planOnly">Whether to count what would be asked, without asking it; then no key is needed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    /// <exception cref="PixelShapException">There is no key, or the address is none.</exception>
    public static IVisionLanguageModel OpenAi(
        VlmConfiguration configuration,
        long seed,
        IImageCodec codec,
        string baseDirectory,
        bool planOnly,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        bool silent = planOnly || configuration.Cache.Offline;
        if (configuration.Cache is { Offline: true, Enabled: false })
        {
            throw new PixelShapException(ExitCode.Usage, "--offline needs the response cache, but vlm.cache.enabled is false.", "Set vlm.cache.enabled to true.");
        }

        var service = new OpenAiService(configuration, silent ? null : ApiKey.Find(configuration, baseDirectory), time);
        var writer = new ChatRequestWriter(configuration, seed, codec);
        return new RemoteModel(configuration, seed, writer, service, Cache(configuration.Cache, baseDirectory, time), planOnly, time, logger);
    }

    /// <summary>The response cache that the settings name; null when they want none.</summary>
    public static ResponseCache? Cache(VlmCache configuration, string baseDirectory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!configuration.Enabled)
        {
            return null;
        }

        string folder = configuration.Directory == "auto" ? ResponseCache.UsualFolder : Path.GetFullPath(configuration.Directory, Path.GetFullPath(baseDirectory));
        return new ResponseCache(folder, time);
    }
}
