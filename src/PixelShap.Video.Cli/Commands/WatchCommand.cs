using System.Globalization;
using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Cli.Watching;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap watch</c>: the same on a live camera, until it is stopped.</summary>
internal static class WatchCommand
{
    /// <summary>The one beside that of 'serve', so that both can run.</summary>
    private const int UsualPort = 8078;

    public static Command Create()
    {
        var url = new Argument<string?>("URL") { Arity = ArgumentArity.ZeroOrOne, Description = $"The address of the camera, for example rtsp://192.168.1.20:554/stream. User and password best come from --user and --password-file or from {CameraLogin.UserVariable} and {CameraLogin.PasswordVariable}." };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings. Default: pipelines/rtsp-live.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var user = new Option<string?>("--user") { Description = $"The user at the camera. Default: {CameraLogin.UserVariable}, or {CameraLogin.UsualUser} where only a password is given.", HelpName = "NAME" };
        var password = new Option<string?>("--password-file") { Description = $"A file whose first line is the password. Default: {CameraLogin.PasswordVariable}.", HelpName = "FILE" };
        var cameras = new Option<string?>("--cameras") { Description = "A YAML file with a list of cameras, each with name, address and settings of its own. It may be edited meanwhile; see docs/live.md.", HelpName = "FILE" };
        var serve = new Option<string?>("--serve")
        {
            Description = $"Shows all cameras on a page, with /healthz and /metrics. Other addresses than 127.0.0.1 ask for a token: that of {WorkbenchToken.Variable}, else a new one. Default: 127.0.0.1:{UsualPort}.",
            HelpName = "ADDRESS[:PORT]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var host = new Option<string[]>("--host") { Description = "A name besides the address by which the page may be called. May be repeated.", HelpName = "NAME" };
        var options = new RunOptions();
        options.Output.Description = "The directory for the results. Default: runs/<host and time>; with --cameras or --serve runs, with a folder for each camera.";
        var command = new Command("watch", "Analyses live cameras until Ctrl-C or SIGTERM, which leaves complete run directories. The newest frame wins.")
        {
            url, cameras, pipeline, user, password, serve, host,
        };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            string? address = parsed.GetValue(url), list = parsed.GetValue(cameras);
            if ((address is null) == (list is null))
            {
                throw new PixelShapException(ExitCode.Usage, address is null ? "No camera is named." : "An address and a list of cameras are named.", "Name the address of one camera, or a list with --cameras FILE.");
            }

            if (address is not null && File.Exists(address))
            {
                throw new PixelShapException(ExitCode.Usage, $"{address} is a file.", $"Use: pixelshap run {address}");
            }

            CameraLogin login = CameraLogin.OfEnvironment();
            login = new CameraLogin(parsed.GetValue(user) ?? login.User, parsed.GetValue(password) is { } file ? CameraLogin.ReadPassword(file) : login.Password);
            address = address is null ? null : login.ApplyTo(address);
            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), Path.Combine("pipelines", "rtsp-live.yaml"));
            if (address is null || parsed.GetResult(serve) is not null)
            {
                IReadOnlyList<string> set = parsed.GetValue(options.Set) ?? [];
                CameraFile? listed = list is null ? null : new CameraFile(list, own => settings.Read([.. set, .. own]), TimeProvider.System);
                return WatchSession.RunAsync(new WatchRequest
                {
                    Cameras = listed?.Read() ?? [new ListedCamera("camera", address!, settings.Read(set))],
                    File = listed,
                    Output = parsed.GetValue(options.Output) ?? "runs",
                    Pipeline = settings,
                    Serve = parsed.GetResult(serve) is null ? null : Place(parsed.GetValue(serve)),
                    Hosts = parsed.GetValue(host) ?? [],
                    Verbose = parsed.GetValue(options.Verbose),
                });
            }

            string output = parsed.GetValue(options.Output) ?? UsualOutput(address, TimeProvider.System.GetLocalNow());
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

    private static IPEndPoint Place(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new IPEndPoint(IPAddress.Loopback, UsualPort);
        }

        string named = text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        bool hasPort = named.StartsWith('[') ? named.Contains("]:", StringComparison.Ordinal) : named.Count(letter => letter == ':') == 1;
        return IPEndPoint.TryParse(named, out IPEndPoint? place)
            ? new IPEndPoint(place.Address, hasPort ? place.Port : UsualPort)
            : throw new PixelShapException(ExitCode.Usage, $"--serve is '{text}', which is no address.", "Write for example --serve 0.0.0.0:8078.");
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
