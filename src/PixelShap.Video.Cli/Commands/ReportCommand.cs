using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap report</c>: a finished run as one page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN_DIR") { Description = "The directory that 'run' or 'watch' left." };
        var input = new Option<string?>("--input", "-i") { Description = "The clip, where it is no longer where it was analysed.", HelpName = "FILE" };
        var output = new Option<string?>("--output", "-o") { Description = "The page. Default: report.html in RUN_DIR.", HelpName = "FILE" };
        Option<bool> noPersons = SharingOptions.NoPersons(), noAnswers = SharingOptions.NoAnswers();
        var command = new Command(
            "report", "Writes a finished run as one page that needs nothing else: video, importance over time, everything that was asked.")
        {
            run, input, output, noPersons, noAnswers,
        };
        command.SetAction(async (parsed, _) =>
        {
            RecordedRun recorded = RecordedRun.Open(parsed.GetRequiredValue(run));
            string path = parsed.GetValue(output) ?? recorded.Directory.File(ReportFile.Name);
            recorded.Protect(path, parsed.GetValue(input));
            RunWarnings.Show(Consoles.Error(), recorded, "the page");
            using var interruption = new Interruption(() => { });
            await using ServiceProvider services = Services.Create();
            await services.GetRequiredService<ReportFile>().WriteAsync(recorded, parsed.GetValue(input), path, new TerminalObserver(), interruption.Stop, SharingOptions.Of(parsed, noPersons, noAnswers));
            Console.Out.WriteLine(path);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
