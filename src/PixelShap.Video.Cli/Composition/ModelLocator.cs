using PixelShap.Video.Cli.Models;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Cli.Composition;

/// <summary>
/// Finds the segmentation model: a named file, a model that was pulled by name, or for <c>auto</c> the best pulled one and else the road model that the
/// program brings along.
/// </summary>
internal static class ModelLocator
{
    private const string Auto = "auto";
    private const string Embedded = "pixelshap-road.onnx";

    /// <summary>Where the road model lies that comes with the program.</summary>
    public static string EmbeddedPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", Embedded);

    /// <summary>The path of the model.</summary>
    /// <param name="setting">The setting <c>segmenter.model</c>.</param>
    /// <param name="baseDirectory">What a relative path is relative to: the folder of the pipeline file.</param>
    /// <exception cref="PixelShapException">There is no such model.</exception>
    public static string Find(string setting, string baseDirectory) => Choose(setting, baseDirectory).Path;

    /// <summary>The path of the model, and why it is this one.</summary>
    /// <param name="setting">The setting <c>segmenter.model</c>.</param>
    /// <param name="baseDirectory">What a relative path is relative to: the folder of the pipeline file.</param>
    /// <exception cref="PixelShapException">There is no such model.</exception>
    public static ModelChoice Choose(string setting, string baseDirectory)
    {
        if (setting == Auto)
        {
            return Best();
        }

        return Pulled(setting) is { } model
            ? new ModelChoice(ModelStore.OfUser().PathOf(model, model.Main), $"pulled as {model.Name}")
            : new ModelChoice(ExistingFile(setting, baseDirectory, "segmentation model", "Set segmenter.model to an ONNX file, to the name of a model that was pulled, or to auto."), "named in the settings");
    }

    /// <summary>Encoder and decoder of a promptable mask model.</summary>
    /// <param name="setting">The setting <c>segmenter.mask_model</c>: the name of a pulled model, or two files with a comma between them.</param>
    /// <param name="baseDirectory">What relative paths are relative to.</param>
    /// <exception cref="PixelShapException">There is no such model.</exception>
    public static (string Encoder, string Decoder)? MaskModel(string setting, string baseDirectory)
    {
        const string Remedy = "Set segmenter.mask_model to a mask model that was pulled (sam2-tiny, mobile-sam), or to ENCODER.onnx, DECODER.onnx.";
        if (setting.Length == 0)
        {
            return null;
        }

        if (Pulled(setting) is { } model)
        {
            ModelStore store = ModelStore.OfUser();
            return model.Decoder is { } decoder
                ? (store.PathOf(model, model.Main), store.PathOf(model, decoder))
                : throw new PixelShapException(ExitCode.Usage, $"segmenter.mask_model is {model.Name}, which makes no masks of boxes.", Remedy);
        }

        string[] files = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return files.Length == 2
            ? (ExistingFile(files[0], baseDirectory, "mask encoder", Remedy), ExistingFile(files[1], baseDirectory, "mask decoder", Remedy))
            : throw new PixelShapException(ExitCode.Usage, $"segmenter.mask_model is '{setting}': neither a model that can be pulled nor two files.", Remedy);
    }

    /// <summary>A file of a pulled model, where the setting names one; else the path that the setting is.</summary>
    /// <exception cref="PixelShapException">The model is known but was not pulled.</exception>
    public static string PulledOrPath(string setting, string baseDirectory) => Pulled(setting) is { } model
        ? ModelStore.OfUser().PathOf(model, model.Main)
        : Path.GetFullPath(setting, Path.GetFullPath(baseDirectory));

    /// <summary>The settings under <c>vlm</c>, with the folder of a pulled model in place of its name.</summary>
    /// <exception cref="PixelShapException">The model is known but was not pulled.</exception>
    public static VlmConfiguration Asked(VlmConfiguration settings) =>
        Providers.All.Any(provider => provider.OpensFiles && provider.Name == settings.Provider) && Pulled(settings.Model) is { } model
            ? settings with { Model = ModelStore.OfUser().FolderOf(model) }
            : settings;

    /// <summary>The model of that name, which must have been pulled; null when the setting is no name of a model.</summary>
    private static ModelEntry? Pulled(string setting)
    {
        ModelEntry? model = ModelManifest.Embedded().TryFind(setting);
        return model is null || ModelStore.OfUser().Has(model) ? model : throw new PixelShapException(
            ExitCode.Usage, $"The model {model.Name} is not in {ModelStore.OfUser().Folder}.", $"Fetch it: pixelshap models pull {model.Name}");
    }

    private static ModelChoice Best()
    {
        ModelStore store = ModelStore.OfUser();
        string[] folders = [store.Folder, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "pixelshap", "models")];
        foreach (ModelEntry model in ModelManifest.Embedded().Models.Where(model => model.Auto))
        {
            if (store.Has(model))
            {
                return new ModelChoice(store.PathOf(model, model.Main), $"auto: the best model here, pulled as {model.Name}");
            }

            string? found = folders.SelectMany(folder => Names(model).Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
            if (found is not null)
            {
                return new ModelChoice(found, $"auto: the best model in {Path.GetDirectoryName(found)}");
            }
        }

        return File.Exists(EmbeddedPath)
            ? new ModelChoice(EmbeddedPath, "auto: the road model that comes with the program; 'pixelshap models list' has better ones for real footage")
            : throw new PixelShapException(
                ExitCode.Usage,
                $"No segmentation model was found: none in {string.Join(" or ", folders)}, and none that comes with the program at {EmbeddedPath}.",
                "Pull one, for example: pixelshap models pull rf-detr-seg-small");
    }

    private static IEnumerable<string> Names(ModelEntry model) => [model.Main, .. model.Also ?? []];

    private static string ExistingFile(string setting, string baseDirectory, string what, string remedy)
    {
        string path = Path.GetFullPath(setting, Path.GetFullPath(baseDirectory));
        return File.Exists(path) ? path : throw new PixelShapException(ExitCode.Usage, $"The {what} {path} {(Directory.Exists(path) ? "is a folder" : "does not exist")}.", remedy);
    }
}
