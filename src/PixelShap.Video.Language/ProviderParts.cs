using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Calls;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language;

/// <summary>What a provider makes a model of.</summary>
public sealed record ProviderParts
{
    /// <summary>The settings under <c>vlm</c>.</summary>
    public required VlmConfiguration Configuration { get; init; }

    /// <summary>The seed of the run: it is sent along, and draws the jitter of pauses.</summary>
    public required long Seed { get; init; }

    /// <summary>Encodes the images.</summary>
    public required IImageCodec Codec { get; init; }

    /// <summary>What relative paths in the settings are relative to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Whether to count what would be asked, without asking it; then no key and no model in memory is needed. The default value is false.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>The clock. The default value is that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told about errors of a service.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>What the run spends, shared with its other models; null for an account of the model's own. The default value is null.</summary>
    public ServiceAccount? Account { get; init; }

    /// <summary>What other processes of a fleet know and spend; null for a process that stands alone. The default value is null.</summary>
    public SharedService? Shared { get; init; }

    /// <summary>What the narrator looks through; null where it is not chosen. The default value is null.</summary>
    public ISegmenter? Segmenter { get; init; }

    /// <summary>Where the models lie that come with the program. The default value is the folder <c>models</c> beside it.</summary>
    public string ModelsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Whether nothing will be asked, so that neither key nor model is needed.</summary>
    internal bool IsSilent => PlanOnly || Configuration.Cache.Offline;
}
