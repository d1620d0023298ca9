using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Serving;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap serve</c>: the page of a run over HTTP on this machine, for runs too large for one file.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 8077;

    public static Command Create()
    {
        var run = new Argument<string>("RUN_DIR") { Description = "The directory that 'run' or 'watch' left." };
        var input = new Option<string?>("--input", "-i") { Description = "The clip, where it is no longer where it was analysed.", HelpName = "FILE" };
        var port = new Option<int>("--port", "-p")
        {
            Description = $"The port on 127.0.0.1; 0 for any free one. Default: {UsualPort}.",
            HelpName = "N",
            DefaultValueFactory = _ => UsualPort,
        };
        var command = new Command(
            "serve", "Shows the report of a run in the browser, on this machine alone, until Ctrl-C. For runs too large for one file.")
        {
            run, input, port,
        };
        command.SetAction(async (parsed, _) =>
        {
            int number = parsed.GetValue(port);
            if (number is < 0 or > 65535)
            {
                throw new PixelShapException(ExitCode.Usage, $"--port is {number}.", "Allowed: 0 to 65535.");
            }

            RecordedRun recorded = RecordedRun.Open(parsed.GetRequiredValue(run));
            using var interruption = new Interruption(() => { });
            await using ServiceProvider services = Services.Create();
            using ServedReport report = await ServedReport.CreateAsync(recorded, parsed.GetValue(input), services);
            await using ReportServer server = await ReportServer.StartAsync(report.Page, report.Video, report.Pictures, number);
            Console.Out.WriteLine($"{server.Address}  (Ctrl-C ends it)");
            await server.WaitAsync(interruption.Stop);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
