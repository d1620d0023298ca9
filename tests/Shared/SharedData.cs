namespace PixelShap.Testing;

/// <summary>Finds the repository and the shared test data: real videos, models and ground truth that may not be redistributed.</summary>
public static class SharedData
{
    /// <summary>The root of the checkout.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The folder of the shared data: PIXELSHAP_SHARED or ../shared; it may not exist.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("PIXELSHAP_SHARED") is { Length: > 0 } folder
            ? folder
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>The path of a shared file.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Null when the data and all <paramref name="paths"/> in it are there.</summary>
    public static string? ReasonToSkip(string[] paths)
    {
        if (!Directory.Exists(Root))
        {
            return $"needs the shared test data, which is not at {Root} (set PIXELSHAP_SHARED)";
        }

        string? missing = paths.FirstOrDefault(path => !File.Exists(Path(path)) && !Directory.Exists(Path(path)));
        return missing is null ? null : $"needs {missing} of the shared test data, which is not at {Root}";
    }

    private static string FindRepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "PixelShap.Video.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("PixelShap.Video.sln is not above the test assembly.");
    }
}
