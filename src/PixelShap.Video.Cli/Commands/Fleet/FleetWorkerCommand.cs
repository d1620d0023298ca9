using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Sharing;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Fleet.Work;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet worker</c>: one process of a fleet.</summary>
internal static class FleetWorkerCommand
{
    private const long Megabyte = 1 << 20;
    private const int MostSlots = 64, LongestGrace = 86_400;

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
        var clip = new Option<long>("--max-clip-mb") { Description = "The largest clip that it fetches.", HelpName = "MB", DefaultValueFactory = _ => 20_000 };
        var grace = new Option<int>("--grace") { Description = "Seconds that runs under way may take after SIGTERM; then they are given back, and another worker goes on with them.", HelpName = "S", DefaultValueFactory = _ => 20 };
        var lease = new Option<int>("--lease") { Description = "Seconds after which a worker that is silent loses its runs. The same for all workers.", HelpName = "S", DefaultValueFactory = _ => 30 };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Shows every log line." };
        Command command = places.AddTo(new Command("worker", "Takes runs from the queue until SIGTERM or Ctrl-C, which lets those under way end."), withStorage: true);
        foreach (Option option in (Option[])[pools, slots, name, scratch, clip, grace, lease, verbose])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            FleetOptions options = places.Read(parsed, withStorage: true) with { Lease = TimeSpan.FromSeconds(Checked(lease, parsed.GetValue(lease), 3, 3600)) };
            Pool[] chosen = parsed.GetValue(pools) is { Length: > 0 } named ? [.. named.Distinct()] : [Pool.Cpu];
            string own = parsed.GetValue(name) ?? FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}")[..Math.Min(60, Environment.MachineName.Length + 15)];
            var card = new WorkerCard(own, chosen, (int)Checked(slots, parsed.GetValue(slots), 1, MostSlots), 0, CommandLine.Version);
            return RunAsync(
                options,
                card,
                Path.GetFullPath(parsed.GetRequiredValue(scratch)),
                Checked(clip, parsed.GetValue(clip), 1, long.MaxValue / Megabyte) * Megabyte,
                TimeSpan.FromSeconds(Checked(grace, parsed.GetValue(grace), 0, LongestGrace)),
                parsed.GetValue(verbose));
        });
        return command;
    }

    private static async Task<int> RunAsync(FleetOptions options, WorkerCard card, string scratch, long mostClipBytes, TimeSpan grace, bool verbose)
    {
        // Two workers on one machine never share a folder.
        string folder = Path.Combine(scratch, card.Name);
        Directory.CreateDirectory(folder);
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Finishing what is under way; press Ctrl-C again to give it back at once."), grace + TimeSpan.FromSeconds(10));
        using var log = new RunLog(Path.Combine(folder, "worker.jsonl"), console, verbose);
        using IFleetFiles files = FleetStorage.Open(options.Storage);
        await using FleetSession session = await FleetSession.OpenAsync(options, card.Name, log.Logger);
        using var metrics = new FleetMetrics();
        await using ServiceProvider services = Services.CreateForFleet(new SharedService(new DatabaseAnswers(session.Database), new DatabaseLimits(session.Database)));
        var settings = new ClipWorkSettings
        {
            Scratch = folder,
            MostClipBytes = mostClipBytes,
            BaseDirectory = ".",
            Version = CommandLine.Version,
            Read = FleetSettings.Read,
            OpenLog = path => new RunLog(path, console, verbose),
        };
        var work = new ClipWork(services.GetRequiredService<AnalyseClip>(), new RunTable(session.Database), files, settings, TimeProvider.System);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Worker {card.Name}: {card.Slots} at a time; results go to {files.Place}"));
        await new FleetWorker(new FleetParts(options, session.Database, session.Queue, metrics, TimeProvider.System, log.Logger), card, [work]).RunAsync(interruption.Signals, grace);
        return (int)ExitCode.Done;
    }

    /// <summary>Refuses a number that makes no sense.</summary>
    internal static long Checked(Option option, long value, long least, long most) => value >= least && value <= most
        ? value
        : throw new PixelShapException(ExitCode.Usage, FormattableString.Invariant($"{option.Name} is {value}."), FormattableString.Invariant($"Allowed: a whole number from {least} to {most}."));
}
