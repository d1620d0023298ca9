using System.Text.Json;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>A run directory of a test, and what is in it.</summary>
internal sealed class Run(string folder)
{
    public string Folder => folder;

    public string File(string name) => Path.Combine(folder, name);

    /// <summary>Runs the offline pipeline, quickly: no more calls than needed to see that all works, and no report unless it is asked for.</summary>
    public Task<CommandResult> ExecuteAsync(string input, params string[] more) =>
        Command.RunAsync(["run", Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml"), "--input", input, "--output", folder, "--set", "attribution.max_players=3", "--set", "report=false", .. more]);

    public List<JsonElement> Lines(string name) =>
        [.. System.IO.File.ReadLines(File(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The names in the directory that are not final results.</summary>
    public IEnumerable<string> Leftovers() =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(name => name is not ("journal.psj" or "log.jsonl" or ".lock")) : [];
}
