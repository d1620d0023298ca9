using System.CommandLine;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap export</c>: a finished run in the formats of other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN_DIR") { Description = "The directory that 'run' or 'watch' left." };
        var format = new Option<string[]>("--format", "-f")
        {
            Description = $"{string.Join(", ", RunExport.All.Select(export => $"{export.Name} ({export.Help})"))}. Several with commas or as several words.",
            HelpName = string.Join('|', RunExport.All.Select(export => export.Name)),
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A file, for one format of one file; else a directory for the files under their own names. Default: RUN_DIR.",
            HelpName = "PATH",
        };
        var command = new Command("export", "Writes a finished run in the formats of other tools, from its journal.") { run, format, output };
        command.SetAction(async (parsed, _) =>
        {
            RunExport[] exports = [.. (parsed.GetValue(format) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().Select(RunExport.Find)];
            RecordedRun recorded = RecordedRun.Open(parsed.GetRequiredValue(run));
            string? target = parsed.GetValue(output);
            bool isFile = target is not null && !Directory.Exists(target) && exports is [{ Files.Count: 1 }];
            if (isFile)
            {
                recorded.Protect(target!);
            }

            RunWarnings.Show(Consoles.Error(), recorded, "the export");
            string folder = target is null ? recorded.Directory.Path : target;
            if (!isFile)
            {
                MakeFolder(folder);
            }

            var source = new ExportSource(recorded.Results, recorded.Clip)
            {
                VideoOrigin = VideoOrigin.Of(recorded.Results, recorded.Document),
            };
            foreach (RunExport export in exports)
            {
                foreach (string file in await RunExports.WriteAsync(export, source, folder, isFile ? target : null))
                {
                    Console.Out.WriteLine(file);
                }
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"--output {folder} cannot be made a folder: {(File.Exists(folder) ? "it is a file" : Cause.Of(exception))}.", "Several files need a folder: name one that you may write to.", exception);
        }
    }
}
