using System.Globalization;
using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
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
        options.Output.Description = "The directory for the results. Default: runs/<host and time>.";
        var command = new Command("watch", "Analyses a live camera until Ctrl-C or SIGTERM, which leaves a complete run directory. The newest frame wins.")
        {
            url,
            pipeline,
        };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            string address = parsed.GetRequiredValue(url);
            if (File.Exists(address))
            {
                throw new PixelShapException(ExitCode.Usage, $"{address} is a file.", $"Use: pixelshap run {address}");
            }

            string output = parsed.GetValue(options.Output) ?? UsualOutput(address, TimeProvider.System.GetLocalNow());
            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), Path.Combine("pipelines", "rtsp-live.yaml"));
            return RunAsync(
                settings.Read(parsed.GetValue(options.Set) ?? []),
                settings.Directory,
                address,
                output,
                parsed.GetValue(options.Json),
                parsed.GetValue(options.Verbose),
                new Wording(parsed.GetValue(options.Expert)));
        });
        return command;
    }

    /// <summary>A directory of its own each time: a camera that is watched again is another run.</summary>
    internal static string UsualOutput(string address, DateTimeOffset now)
    {
        string host = AddressParts.Of(address).Place.Split('/', 2)[0];
        string name = string.Concat(host.Split(':', 2)[0].Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')).Trim('.');
        return Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{(name.Length > 0 ? name : "camera")}-{now:yyyyMMdd-HHmmss}"));
    }

    private static async Task<int> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, string address, string output, bool json, bool verbose, Wording wording)
    {
        await using ServiceProvider services = Services.Create();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."));
        RunOutcome outcome = await services.GetRequiredService<WatchCamera>().RunAsync(
            configuration, baseDirectory, address, output, new TerminalObserver(verbose), interruption.Signals);
        new RunSummary(outcome, wording).Show(json);
        return (int)ExitCode.Done;
    }
}
