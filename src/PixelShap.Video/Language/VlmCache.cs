using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Language;

/// <summary>The response cache.</summary>
public sealed record VlmCache
{
    /// <summary>Whether it is used.</summary>
    [Description("Whether answers are kept for other runs.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Where it is; <c>auto</c> for the user's cache folder.</summary>
    [Description("The folder, relative to this YAML file, or 'auto': pixelshap/answers in the user's cache folder. Several runs may share it at the same time.")]
    [Length(1, 4096)]
    public string Directory { get; init; } = "auto";

    /// <summary>Its size.</summary>
    [Description("Megabytes above which the answers that were not used for longest are deleted at the end of a run.")]
    [Range(1, 1_000_000)]
    public int MaxMegabytes { get; init; } = 512;

    /// <summary>Whether nothing but the cache is asked.</summary>
    [Description("Whether answers come from the cache alone and the service is never asked; the same as --offline.")]
    public bool Offline { get; init; }
}
