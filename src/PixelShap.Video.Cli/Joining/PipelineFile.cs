using PixelShap.Video.Configuration;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The pipeline file of a run, if any.</summary>
/// <param name="Path">The file; null for the built-in defaults.</param>
internal sealed record PipelineFile(string? Path)
{
    private const string DefaultName = "pipeline.yaml";

    /// <summary>What relative paths in the file are relative to.</summary>
    public string Directory => Path is null ? "." : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The named file, or pipeline.yaml in the current directory where there is one.</summary>
    public static PipelineFile Find(string? named) => new(named ?? (File.Exists(DefaultName) ? DefaultName : null));

    /// <summary>Reads and checks the settings.</summary>
    public PipelineConfiguration Read(IReadOnlyList<string> overrides) =>
        Path is null ? ConfigurationReader.Parse("", "the built-in settings", overrides) : ConfigurationReader.Read(Path, overrides);
}
