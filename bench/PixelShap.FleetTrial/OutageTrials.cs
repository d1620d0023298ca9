using System.Diagnostics;
using System.Globalization;
using PixelShap.Video.Language.Tests;

namespace PixelShap.FleetTrial;

/// <summary>Servers that are away, lose their memory, or cannot be reached.</summary>
internal static class OutageTrials
{
    public static async Task QueueAsync(string[] arguments)
    {
        const int Jobs = 1500;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await fleet.SubmitAsync(Jobs, new TrialTask(100, 0));
        foreach (int number in Enumerable.Range(1, 3))
        {
            fleet.Work($"w{number}", ("slots", 4), ("lease", 5));
        }

        await fleet.UntilDoneAsync(Jobs / 5);
        await fleet.Nats.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        await fleet.Nats.BeginAsync();
        long before = await fleet.DoneAsync();
        await fleet.UntilDoneAsync(Math.Max(before + 200, Jobs / 2));
        await fleet.Nats.KillAsync();
        fleet.Nats.Forget();
        long atDeletion = await fleet.DoneAsync();
        await fleet.Nats.BeginAsync();
        TimeSpan rest = await fleet.UntilDoneAsync(Jobs);
        (long commits, long twice, long starts, long stale) = await fleet.SumAsync();
        Figures.Print("nats", $"{Jobs} jobs; killed and away for 5 s at {before}, killed and its data deleted at {atDeletion}; the rest took {rest.TotalSeconds:0.0} s; commits {commits}, twice {twice}, starts {starts}, stale writes {stale}");
        Figures.Check("nats", "every run completes", commits - twice == Jobs);
        Figures.Check("nats", "none twice", twice == 0);
    }

    public static async Task DatabaseAsync(string[] arguments)
    {
        const int Jobs = 300, Questions = 2;
        int seconds = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 60;
        await using ChatServer service = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(100));
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await fleet.SubmitAsync(Jobs, new TrialTask(50, Questions));
        foreach (int number in Enumerable.Range(1, 3))
        {
            fleet.Work($"w{number}", ("slots", 2), ("lease", 5), ("service", service.BaseUrl));
        }

        await fleet.UntilDoneAsync(Jobs / 4);
        await fleet.Postgres.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        int calls = service.Calls.Count;
        await Task.Delay(TimeSpan.FromSeconds(seconds - 2));
        int during = service.Calls.Count - calls;
        await fleet.Postgres.BeginAsync();
        TimeSpan rest = await fleet.UntilDoneAsync(Jobs);
        (long commits, long twice, long starts, long stale) = await fleet.SumAsync();
        int paid = service.Calls.Count, again = service.Calls.Count(call => call.Attempt > 1);
        Figures.Print("postgres", $"{Jobs} jobs with {Questions} paid calls each; PostgreSQL killed and away for {seconds} s; calls from 2 s after that on until it was back {during}; the rest took {rest.TotalSeconds:0.0} s; commits {commits}, twice {twice}, starts {starts}, stale writes {stale}, calls {paid}, repeated {again}");
        Figures.Check("postgres", "nothing lost", commits - twice == Jobs && twice == 0);
        Figures.Check("postgres", "the workers pause", during == 0);
        Figures.Check("postgres", "nothing paid twice", again == 0 && paid == Jobs * Questions);
    }

    public static async Task CutOffAsync(string[] arguments)
    {
        const int Jobs = 400, Seconds = 30;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await using var toDatabase = new CutProxy(fleet.Postgres.Port);
        await using var toQueue = new CutProxy(fleet.Nats.Port);
        await fleet.SubmitAsync(Jobs, new TrialTask(1000, 0));
        fleet.Work("w1", ("slots", 4), ("lease", 5));
        fleet.Work("w2", ("slots", 4), ("lease", 5));
        Process cut = fleet.Work("w3", ("slots", 4), ("lease", 5), ("database", fleet.Postgres.Connection(port: toDatabase.Port)), ("nats", $"nats://127.0.0.1:{toQueue.Port}"));
        await fleet.UntilDoneAsync(Jobs / 10);
        toDatabase.IsCut = toQueue.IsCut = true;
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        long before = await fleet.CountAsync("SELECT count(*) FROM trial_commits WHERE owner = 'w3'");
        toDatabase.IsCut = toQueue.IsCut = false;
        await fleet.UntilDoneAsync(Jobs);
        (long commits, long twice, long starts, long stale) = await fleet.SumAsync();
        long after = await fleet.CountAsync("SELECT count(*) FROM trial_commits WHERE owner = 'w3'") - before;
        Figures.Print("proxy", $"{Jobs} jobs of a second; one of three workers cut off for {Seconds} s; commits {commits}, twice {twice}, starts {starts}, stale writes {stale}; {after} by the worker after it was back");
        Figures.Check("proxy", "nothing lost, none twice", commits - twice == Jobs && twice == 0);
        Figures.Check("proxy", "the worker lives and works again", !cut.HasExited && after > 0);
    }
}
