using System.Reflection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Models;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>The road model that comes with the program, the models that were pulled, and which one <c>auto</c> takes.</summary>
internal sealed class ModelsExamination : IExamination
{
    private const string Area = "Models";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding> { await EmbeddedAsync(cancellationToken) };
        var store = ModelStore.OfUser();
        foreach (ModelEntry model in ModelManifest.Embedded().Models.Where(model => Directory.Exists(store.FolderOf(model))))
        {
            findings.Add(await PulledAsync(model, store, cancellationToken));
        }

        if (findings.Count == 1)
        {
            findings.Add(new Finding(Area, "pulled", FindingState.Optional, "none; for real footage a pulled model is better") { Remedy = "pixelshap models pull rf-detr-seg-small" });
        }

        try
        {
            findings.Add(new Finding(Area, "auto takes", FindingState.Ok, Path.GetFileName(ModelLocator.Find("auto", "."))));
        }
        catch (PixelShapException exception)
        {
            findings.Add(new Finding(Area, "auto takes", FindingState.Missing, exception.Message) { Remedy = exception.Remedy });
        }

        return findings;
    }

    private static async Task<Finding> EmbeddedAsync(CancellationToken cancellationToken)
    {
        const string Name = "road model";
        string path = ModelLocator.EmbeddedPath;
        if (!File.Exists(path))
        {
            return new Finding(Area, Name, FindingState.Missing, $"{path} is not there") { Remedy = "Build the program again." };
        }

        string expected = typeof(ModelsExamination).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RoadModelSha256").Value!;
        return string.Equals(await ModelStore.HashAsync(path, cancellationToken), expected, StringComparison.OrdinalIgnoreCase)
            ? new Finding(Area, Name, FindingState.Ok, $"{Path.GetFileName(path)}, SHA-256 as built")
            : new Finding(Area, Name, FindingState.Missing, $"{path} is not the file that the program was built with") { Remedy = "Build the program again." };
    }

    private static async Task<Finding> PulledAsync(ModelEntry model, ModelStore store, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        foreach (ModelFile file in model.Files)
        {
            string status = await store.StatusAsync(model, file, cancellationToken);
            if (!ModelStore.IsGood(status))
            {
                wrong.Add($"{file.Path} is {status}");
            }
        }

        return wrong.Count == 0
            ? new Finding(Area, model.Name, FindingState.Ok, "pulled, SHA-256 right")
            : new Finding(Area, model.Name, FindingState.Warning, string.Join(", ", wrong)) { Remedy = $"pixelshap models pull {model.Name}" };
    }
}
