using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap watch</c>: the same on a live camera, until it is stopped.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "The address of the camera, for example rtsp://user:password@192.168.1.20:554/stream." };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings. Default: pipelines/rtsp-live.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var options = new RunOptions();
        var command = new Command("watch", "Analyses a live camera until Ctrl-C or SIGTERM, which leaves a complete run directory. The newest frame wins.")
        {
            url,
            pipeline,
        };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            string output = parsed.GetValue(options.Output)
                ?? throw new PixelShapException(ExitCode.Usage, "'watch' needs a directory for its results.", "Add --output DIR.");
            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), Path.Combine("pipelines", "rtsp-live.yaml"));
            return RunAsync(
                settings.Read(parsed.GetValue(options.Set) ?? []),
                settings.Directory,
                parsed.GetRequiredValue(url),
                output,
                parsed.GetValue(options.Json),
                parsed.GetValue(options.Verbose));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, string address, string output, bool json, bool verbose)
    {
        await using ServiceProvider services = Services.Create();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."));
        RunOutcome outcome = await services.GetRequiredService<WatchCamera>().RunAsync(
            configuration, baseDirectory, address, output, new TerminalObserver(verbose), interruption.Signals);
        new RunSummary(outcome).Show(json);
        return (int)ExitCode.Done;
    }
}
