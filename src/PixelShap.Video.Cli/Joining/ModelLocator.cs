namespace PixelShap.Video.Cli.Joining;

/// <summary>Finds the segmentation model: a named file, or for <c>auto</c> the best one on this machine.</summary>
internal static class ModelLocator
{
    // Best first. The names are those of files in a models folder.
    private static readonly string[] Preferred = ["yolo11n-seg.onnx", "yolo11n-seg_int8.onnx"];

    /// <summary>The path of the model.</summary>
    /// <param name="setting">The setting <c>segmenter.model</c>.</param>
    /// <param name="baseDirectory">What a relative path is relative to: the folder of the pipeline file.</param>
    /// <exception cref="PixelShapException">There is no such file.</exception>
    public static string Find(string setting, string baseDirectory)
    {
        if (setting == "auto")
        {
            return FindBest();
        }

        string path = Path.GetFullPath(setting, Path.GetFullPath(baseDirectory));
        return File.Exists(path)
            ? path
            : throw new PixelShapException(ExitCode.Usage, $"The segmentation model {path} does not exist.", "Set segmenter.model to an ONNX file, or to auto.");
    }

    private static string FindBest()
    {
        string[] folders = [.. Folders().Distinct()];
        return Preferred.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new PixelShapException(
                ExitCode.Usage,
                $"No segmentation model was found: none of {string.Join(", ", Preferred)} is in {string.Join(" or ", folders)}.",
                "Set segmenter.model to an ONNX file, for example with --set segmenter.model=/path/yolo11n-seg.onnx.");
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("PIXELSHAP_MODELS") is { Length: > 0 } named)
        {
            yield return Path.GetFullPath(named);
        }

        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "pixelshap", "models");
        if (Repository() is { } repository)
        {
            yield return Path.Combine(repository, "models");
            string shared = Environment.GetEnvironmentVariable("PIXELSHAP_SHARED") is { Length: > 0 } folder ? folder : Path.Combine(repository, "..", "shared");
            yield return Path.GetFullPath(Path.Combine(shared, "models"));
        }
    }

    /// <summary>The checkout that the program was built in; null for an installed program.</summary>
    private static string? Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PixelShap.Video.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
