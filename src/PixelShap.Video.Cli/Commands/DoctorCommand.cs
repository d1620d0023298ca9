using System.CommandLine;
using PixelShap.Video.Cli.Doctor;
using PixelShap.Video.Cli.Models;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Language.Caching;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap doctor</c>: what this machine lacks, and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder whose room and rights are looked at.",
            DefaultValueFactory = _ => "runs",
            HelpName = "DIR",
        };
        var json = new Option<bool>("--json") { Description = "Prints JSON on the standard output." };
        var command = new Command("doctor", "Says what this machine lacks and how to get it; exit code 1 when something required is missing.") { output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IExamination[] examinations =
            [
                new SystemExamination(),
                new NetworksExamination(),
                new FfmpegExamination(),
                new PicturesExamination(),
                new DrawingExamination(),
                new ModelsExamination(),
                new StorageExamination(
                    ("output", parsed.GetRequiredValue(output), true), ("answers", ResponseCache.UsualFolder, false), ("models", ModelStore.OfUser().Folder, false)),
            ];
            var findings = new List<Finding>();
            foreach (IExamination examination in examinations)
            {
                findings.AddRange(await examination.ExamineAsync(cancellationToken));
            }

            var report = new DoctorReport(findings);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(report.ToJson().ToJsonString());
            }
            else
            {
                report.Show(Consoles.Output());
            }

            return (int)(report.IsWell ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
