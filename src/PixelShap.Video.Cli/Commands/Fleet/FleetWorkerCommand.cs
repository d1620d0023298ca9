using System.CommandLine;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Cli.Watching;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Sharing;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Fleet.Work;
using PixelShap.Video.Language;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet worker</c>: one process of a fleet.</summary>
internal static class FleetWorkerCommand
{
    private const long Megabyte = 1 << 20;

    // What is given back after the grace takes a few seconds.
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(10);
    private const int MostSlots = 64, MostCameras = 10_000, LongestGrace = 86_400;

    public static Command Create()
    {
        var places = new FleetPlaces();
        var pools = new Option<Pool[]>("--pool") { Description = "Whose runs it takes. May be repeated. Default: cpu.", HelpName = "cpu|gpu" };
        var slots = new Option<int>("--slots") { Description = "How many runs at a time.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var name = new Option<string?>("--name") { Description = "Its name, which no other worker has. Default: machine, process and a random end.", HelpName = "NAME" };
        var scratch = new Option<string>("--scratch")
        {
            Description = "A folder on this machine for clips and run directories under way.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "pixelshap-fleet"),
        };
        var cameras = new Option<int>("--cameras") { Description = "How many cameras it watches at most.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings that its cameras share, the same for all workers. Default: pipelines/rtsp-live.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var serve = new Option<string?>("--serve") { Description = "Answers /healthz and /metrics there, for example 0.0.0.0:9464.", HelpName = "ADDRESS:PORT" };
        var clip = new Option<long>("--max-clip-mb") { Description = "The largest clip that it fetches.", HelpName = "MB", DefaultValueFactory = _ => 20_000 };
        var grace = new Option<int>("--grace") { Description = "Seconds that runs under way may take after SIGTERM; then they are given back, and another worker goes on with them.", HelpName = "S", DefaultValueFactory = _ => 20 };
        var lease = new Option<int>("--lease") { Description = "Seconds after which a worker that is silent loses its runs. The same for all workers.", HelpName = "S", DefaultValueFactory = _ => 30 };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Shows every log line." };
        Command command = places.AddTo(new Command("worker", "Takes runs from the queue until SIGTERM or Ctrl-C, which lets those under way end."), withStorage: true);
        foreach (Option option in (Option[])[pools, slots, cameras, pipeline, name, scratch, clip, grace, lease, serve, verbose])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            FleetOptions options = places.Read(parsed, withStorage: true) with { Lease = TimeSpan.FromSeconds(Checked(lease, parsed.GetValue(lease), 3, 3600)) };
            Pool[] chosen = parsed.GetValue(pools) is { Length: > 0 } named ? [.. named.Distinct()] : [Pool.Cpu];
            string own = parsed.GetValue(name) ?? FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}")[..Math.Min(60, Environment.MachineName.Length + 15)];
            var card = new WorkerCard(own, chosen, (int)Checked(slots, parsed.GetValue(slots), 0, MostSlots), (int)Checked(cameras, parsed.GetValue(cameras), 0, MostCameras), CommandLine.Version);
            if (card is { Slots: 0, Cameras: 0 })
            {
                throw new PixelShapException(ExitCode.Usage, "A worker with 0 slots and 0 cameras has nothing to do.", "Write --slots N or --cameras N.");
            }

            return RunAsync(new WorkerRequest
            {
                Options = options,
                Card = card,
                Scratch = Path.GetFullPath(parsed.GetRequiredValue(scratch)),
                MostClipBytes = Checked(clip, parsed.GetValue(clip), 1, long.MaxValue / Megabyte) * Megabyte,
                Grace = TimeSpan.FromSeconds(Checked(grace, parsed.GetValue(grace), 0, LongestGrace)),
                Live = PipelineFile.Find(parsed.GetValue(pipeline), Path.Combine("pipelines", "rtsp-live.yaml")),
                Serve = parsed.GetValue(serve) is { } place ? Place(place) : null,
                Verbose = parsed.GetValue(verbose),
            });
        });
        return command;
    }

    private static IPEndPoint Place(string text) => IPEndPoint.TryParse(text, out IPEndPoint? place) && place.Port > 0
        ? place
        : throw new PixelShapException(ExitCode.Usage, $"--serve is '{text}', which is no address with a port.", "Write for example --serve 0.0.0.0:9464.");

    private static async Task<int> RunAsync(WorkerRequest request)
    {
        // Two workers on one machine never share a folder.
        string folder = Directory.CreateDirectory(Path.Combine(request.Scratch, request.Card.Name)).FullName;
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Finishing what is under way; press Ctrl-C again to give it back at once."), request.Grace + AfterGrace);
        using var log = new RunLog(Path.Combine(folder, "worker.jsonl"), console, request.Verbose);
        using IFleetFiles files = FleetStorage.Open(request.Options.Storage);
        await using FleetSession session = await FleetSession.OpenAsync(request.Options, request.Card.Name, log.Logger);
        using var metrics = new FleetMetrics();
        await using WorkerPage? page = request.Serve is { } place ? await WorkerPage.StartAsync(place) : null;
        var shared = new SharedService(new DatabaseAnswers(session.Database), new DatabaseLimits(session.Database));
        await using ServiceProvider clips = Services.CreateForFleet(shared), cameras = Services.CreateForFleetCameras(shared);
        var table = new RunTable(session.Database);
        var settings = new ClipWorkSettings
        {
            Scratch = folder,
            MostClipBytes = request.MostClipBytes,
            BaseDirectory = ".",
            Version = CommandLine.Version,
            Read = FleetSettings.Read,
            OpenLog = path => new RunLog(path, console, request.Verbose),
        };
        var watch = new WatchWorkParts
        {
            Scratch = folder,
            BaseDirectory = request.Live.Directory,
            Read = entry => CameraList.Parse(entry, "the entry of the fleet's list", request.Live.Read, (address, user, password, file) =>
                new CameraLogin(user, file is null ? password : CameraLogin.ReadPassword(file)).ApplyTo(address))[0],
            Watch = cameras.GetRequiredService<WatchCamera>(),
            Targets = cameras.GetRequiredService<IAlertTargets>(),
            Board = cameras.GetRequiredService<LiveBoard>(),
            Observer = name => new CameraObserver(name, console, request.Verbose),
            Logger = log.Logger,
        };
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Worker {request.Card.Name}: {request.Card.Slots} runs and {request.Card.Cameras} cameras at a time; results go to {files.Place}"));
        var parts = new FleetParts(request.Options, session.Database, session.Queue, metrics, TimeProvider.System, log.Logger);
        await new FleetWorker(parts, request.Card, [new ClipWork(clips.GetRequiredService<AnalyseClip>(), table, files, settings, TimeProvider.System)], new WatchWork(watch, table, files, TimeProvider.System))
            .RunAsync(interruption.Signals, request.Grace);
        return (int)ExitCode.Done;
    }

    /// <summary>Refuses a number that makes no sense.</summary>
    internal static long Checked(Option option, long value, long least, long most) => value >= least && value <= most
        ? value
        : throw new PixelShapException(ExitCode.Usage, FormattableString.Invariant($"{option.Name} is {value}."), FormattableString.Invariant($"Allowed: a whole number from {least} to {most}."));

    /// <summary>What is asked of a worker.</summary>
    private sealed record WorkerRequest
    {
        public required FleetOptions Options { get; init; }

        public required WorkerCard Card { get; init; }

        public required string Scratch { get; init; }

        public required long MostClipBytes { get; init; }

        public required TimeSpan Grace { get; init; }

        public required PipelineFile Live { get; init; }

        public IPEndPoint? Serve { get; init; }

        public bool Verbose { get; init; }
    }
}
