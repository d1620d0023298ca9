using System.CommandLine;
using PixelShap.Video.Cli.Composition;
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
        var vlm = new Option<bool>("--vlm") { Description = "Asks the configured vision-language model a handful of questions about test cards: whether it answers, sees pictures, repeats itself, how fast and at what price." };
        var pipeline = new Option<string?>("--pipeline", "-p") { Description = "The settings for --vlm. Default: pipeline.yaml in the current directory, else built-in defaults.", HelpName = "FILE" };
        var set = new Option<string[]>("--set") { Description = "Overrides a setting for --vlm. May be repeated.", HelpName = "a.b=c" };
        var command = new Command("doctor", "Says what this machine lacks and how to get it; exit code 1 when something required is missing.") { output, json, vlm, pipeline, set };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml");
            IExamination[] examinations = parsed.GetValue(vlm) ? [new VlmExamination(settings.Read(parsed.GetValue(set) ?? []), settings.Directory)] :
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
