using System.Diagnostics;

namespace PixelShap.FleetTrial;

/// <summary>Many short jobs on three workers, of which one is killed or frozen.</summary>
internal static class ShortTrials
{
    private const int Slots = 4, Workers = 3;

    public static async Task KilledAsync(string[] arguments)
    {
        const int Jobs = 2000;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await fleet.SubmitAsync(Jobs, new TrialTask(10, 0));
        var watch = Stopwatch.StartNew();
        Process[] workers = [.. Enumerable.Range(1, Workers).Select(number => fleet.Work($"w{number}", ("slots", Slots), ("lease", 5)))];
        await fleet.UntilDoneAsync(Jobs * 3 / 10);
        await TrialFleet.KillAsync(workers[1]);
        await fleet.UntilDoneAsync(Jobs);
        (long commits, long twice, long starts, long stale) = await fleet.SumAsync();
        Figures.Print("short", $"{Jobs} jobs in {watch.Elapsed.TotalSeconds:0.0} s from the start of the workers, one of {Workers} killed after 30 %; commits {commits}, twice {twice}, starts {starts}, stale writes {stale}");
        Figures.Check("short", "none lost", commits - twice == Jobs);
        Figures.Check("short", "none committed twice", twice == 0);
        Figures.Check("short", $"starts <= {Jobs} + {Slots * Workers} slots (nothing is prefetched)", starts <= Jobs + (Slots * Workers));
    }

    public static Task FrozenAsync(string[] arguments) => FreezeAsync("freeze", hasDeadline: true);

    public static Task FenceAsync(string[] arguments) => FreezeAsync("fence", hasDeadline: false);

    private static async Task FreezeAsync(string scenario, bool hasDeadline)
    {
        const int Jobs = 120, Lease = 3;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await fleet.SubmitAsync(Jobs, new TrialTask(700, 0));
        Process[] workers = [.. Enumerable.Range(1, Workers).Select(number => fleet.Work($"w{number}", ("slots", Slots), ("lease", Lease), ("deadline", hasDeadline ? 1 : 0)))];
        await fleet.UntilDoneAsync(Jobs / 5);
        TrialFleet.Signal(workers[1], "STOP");
        await Task.Delay(TimeSpan.FromSeconds(3 * Lease));
        TrialFleet.Signal(workers[1], "CONT");
        await fleet.UntilDoneAsync(Jobs);

        // What the frozen one had is long done by others; what it still writes comes now.
        await Task.Delay(TimeSpan.FromSeconds(Lease));
        (long commits, long twice, long starts, long stale) = await fleet.SumAsync();
        Figures.Print(
            scenario, $"{Jobs} jobs, one worker frozen for {3 * Lease} s (three leases), {(hasDeadline ? "with" : "without")} its own deadline; commits {commits}, twice {twice}, starts {starts}, stale writes rejected {stale}");
        Figures.Check(scenario, "none lost", commits - twice == Jobs);
        Figures.Check(scenario, "no second commit", twice == 0);
        if (!hasDeadline)
        {
            Figures.Check(scenario, "the fence fired", stale > 0);
            Figures.Check(scenario, "no stale write was accepted", await fleet.CountAsync("SELECT count(*) FROM trial_commits c JOIN runs r ON r.id = c.run WHERE c.epoch <> r.epoch") == 0);
        }
    }
}
