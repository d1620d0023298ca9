namespace PixelShap.Corpus;

/// <summary>The command as it is delivered, for what needs a process of its own.</summary>
internal static class Delivered
{
    /// <summary>It lies beside the output folder of this project.</summary>
    public static string Program
    {
        get
        {
            var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(own.Parent!.Parent!.FullName, "PixelShap.Video.Cli", own.Name, "PixelShap.Video.Cli.dll");
        }
    }
}
