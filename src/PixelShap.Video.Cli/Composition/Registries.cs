using PixelShap.Video.Language;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The registries whose names settings may hold, joined with the settings here.</summary>
internal static class Registries
{
    /// <summary>Each under the name that the settings call it by.</summary>
    public static SettingChoices Choices { get; } = new()
    {
        ["exports"] = RunExport.Choices,
        ["fills"] = [.. PictureFills.All.Select(entry => (entry.Name, entry.Help))],
        ["providers"] = Providers.Choices,
        ["similarities"] = [.. Similarities.All.Select(entry => (entry.Name, entry.Help))],
    };
}
