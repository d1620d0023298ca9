using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Fleet.Jobs;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet status</c>: how many runs are in which state, who works, and what died of what.</summary>
internal static class FleetStatusCommand
{
    private const int IdShown = 12;

    public static Command Create()
    {
        var places = new FleetPlaces();
        var state = new Option<string?>("--state") { Description = "Lists the runs in a state: waiting, running, done, limited, failed, dead or cancelled.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong(RunState.Waiting, RunState.Running, RunState.Done, RunState.Limited, RunState.Failed, RunState.Dead, RunState.Cancelled);
        var most = new Option<int>("--most") { Description = "The most runs of a list.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "Prints it as JSON." };
        Command command = places.AddTo(new Command("status", "Shows runs by state, workers, and dead letters with their reason."));
        foreach (Option option in (Option[])[state, most, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, _) =>
        {
            await using FleetSession session = await FleetSession.OpenAsync(places.Read(parsed));
            int limit = (int)FleetWorkerCommand.Checked(most, parsed.GetValue(most), 1, 1_000_000);
            var status = new Status(
                await session.Ledger.CountAsync(session.Stop),
                await session.Ledger.WorkersAsync(session.Stop),
                parsed.GetValue(state) is { } wanted ? await session.Ledger.ListAsync(wanted, limit, session.Stop) : [],
                await session.Ledger.ListAsync(RunState.Dead, limit, session.Stop));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(status, JsonSerializerOptions.Web));
                return (int)ExitCode.Done;
            }

            Show(status);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Show(Status status)
    {
        IAnsiConsole console = Consoles.Output();
        var runs = new Table().AddColumns("state", "pool", "priority", "runs");
        status.Runs.ForEach(run => runs.AddRow(run.State, run.Pool, run.Priority, run.Count.ToString(CultureInfo.InvariantCulture)));
        console.WriteTable(runs);
        var workers = new Table().AddColumns("worker", "takes", "slots", "has", "silent for", "version");
        status.Workers.ForEach(worker => workers.AddRow(
            Markup.Escape(worker.Name), worker.Pools + (worker.Draining ? " (draining)" : ""), worker.Slots.ToString(CultureInfo.InvariantCulture), worker.Running.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{worker.Silent.TotalSeconds:0} s"), worker.Version));
        console.WriteTable(workers);
        List(console, "runs", status.Listed);
        List(console, "dead letters", status.Dead);
    }

    private static void List(IAnsiConsole console, string title, List<RunLine> runs)
    {
        if (runs.Count == 0)
        {
            return;
        }

        var table = new Table { Title = new TableTitle(title) }.AddColumns("run", "input", "state", "starts", "worker", "what of it");
        runs.ForEach(run => table.AddRow(
            run.Id[..Math.Min(IdShown, run.Id.Length)], Markup.Escape(run.Input), run.State, run.Starts.ToString(CultureInfo.InvariantCulture), Markup.Escape(run.Owner ?? ""),
            Markup.Escape(run.Reason ?? run.Results ?? run.Progress ?? "")));
        console.WriteTable(table);
    }

    private sealed record Status(List<RunCount> Runs, List<WorkerLine> Workers, List<RunLine> Listed, List<RunLine> Dead);
}
