using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>The whole of <c>pixelshap publish</c>: nothing is written into the runs.</summary>
internal static class PublishRun
{
    private const int Deepest = 4;
    private const string JournalName = "journal.psj";

    public static async Task<int> RunAsync(string folder, string? output, ReportSharing sharing)
    {
        if (output is null)
        {
            throw new PixelShapException(ExitCode.Usage, "There is no folder for the pages.", "Write: pixelshap publish FOLDER --output SITE");
        }

        (string root, string site) = (Path.GetFullPath(folder), Path.GetFullPath(output));
        string[] found = Find(folder, root, site);
        foreach (string run in found.Where(run => site == run || site.StartsWith(run + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            throw new PixelShapException(ExitCode.Usage, $"--output {output} lies in the run {run}, into which nothing is written.", "Name a folder elsewhere.");
        }

        using var interruption = new Interruption(() => { });
        await using ServiceProvider services = Services.Create();
        ReportFile report = services.GetRequiredService<ReportFile>();
        IAnsiConsole console = Consoles.Error();
        List<(string Address, string Name, RecordedRun Run)> pages = [];
        foreach (string path in found)
        {
            RecordedRun run;
            try
            {
                run = RecordedRun.Open(path);
            }
            catch (PixelShapException exception) when (found.Length > 1)
            {
                // One run that cannot be read is no reason to keep the others back.
                console.MarkupLineInterpolated($"[yellow]warning:[/] Left out: {exception.Message}");
                continue;
            }

            string name = path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            string target = Path.Combine(site, name.Replace('/', Path.DirectorySeparatorChar));
            Make(target);
            await report.WriteAsync(run, null, Path.Combine(target, ReportFile.Name), new TerminalObserver(), interruption.Stop, sharing);
            pages.Add(($"{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}/{ReportFile.Name}", name, run));
        }

        if (pages.Count == 0)
        {
            throw new PixelShapException(ExitCode.Input, $"None of the runs in {folder} can be read.", "Name a folder with runs that have ended.");
        }

        await WholeFile.WriteAsync(Path.Combine(site, ReportIndex.Name), stream => ReportIndex.WriteAsync(stream, pages, services.GetRequiredService<ProductInfo>().Name));
        Consoles.Output().MarkupLineInterpolated($"{Path.Combine(site, ReportIndex.Name)}: {pages.Count} {(pages.Count == 1 ? "run" : "runs")}");
        return (int)ExitCode.Done;
    }

    private static string[] Find(string folder, string root, string site)
    {
        try
        {
            string[] found = File.Exists(Path.Combine(root, JournalName))
                ? [root]
                : [.. Directory.EnumerateFiles(root, JournalName, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
                    .Select(journal => Path.GetDirectoryName(journal)!).Where(run => !run.StartsWith(site + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            return found.Length > 0 ? found : throw new PixelShapException(ExitCode.Input, $"There is no run in {folder}.", "Name a folder with directories that 'run' or 'watch' left.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{folder} cannot be read: {Cause.Of(exception)}.", "Name a folder with directories that 'run' or 'watch' left.", exception);
        }
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"{folder} cannot be made: {Cause.Of(exception)}.", "Name a folder that you may write to with --output.", exception);
        }
    }
}
