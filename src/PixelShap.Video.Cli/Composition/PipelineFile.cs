using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The pipeline file of a run, if any.</summary>
/// <param name="Path">The file; null for the built-in defaults.</param>
internal sealed record PipelineFile(string? Path)
{
    /// <summary>What relative paths in the file are relative to.</summary>
    public string Directory => Path is null ? "." : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The named file, or the usual one where there is one.</summary>
    public static PipelineFile Find(string? named, string usual) => new(named ?? (File.Exists(usual) ? usual : null));

    /// <summary>Reads and checks the settings.</summary>
    public PipelineConfiguration Read(IReadOnlyList<string> overrides) =>
        Path is null ? ConfigurationReader.Parse("", "the built-in settings", overrides, Registries.Choices) : ConfigurationReader.Read(Path, overrides, Registries.Choices);
}
