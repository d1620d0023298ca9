using System.Diagnostics;
using System.Globalization;
using PixelShap.Video.Fleet.Jobs;

namespace PixelShap.FleetTrial;

/// <summary>A night's worth of jobs.</summary>
internal static class BulkTrials
{
    public static async Task RunAsync(string[] arguments)
    {
        int jobs = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 100_000;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        var watch = Stopwatch.StartNew();
        await fleet.SubmitAsync(jobs, new TrialTask(0, 0));
        await new JobFeeder(fleet.Database, fleet.Queue, fleet.Options).FeedAsync(CancellationToken.None);
        double submitted = watch.Elapsed.TotalSeconds;
        watch.Restart();
        await fleet.SubmitAsync(jobs, new TrialTask(0, 0));
        double again = watch.Elapsed.TotalSeconds;
        watch.Restart();
        List<RunCount> counts = await new RunLedger(fleet.Database).CountAsync(CancellationToken.None);
        double status = watch.Elapsed.TotalSeconds;
        Figures.Print("bulk", $"{jobs} submitted and the queue filled in {submitted:0.0} s, submitted again in {again:0.0} s; counts of status in {status:0.000} s: {string.Join(", ", counts.Select(count => $"{count.Count} {count.State}"))}");
        Figures.Check("bulk", "submission <= 5 minutes, status <= 1 s", submitted <= 300 && status <= 1 && counts.Sum(count => count.Count) == jobs);
        Process worker = fleet.Work("w1", ("slots", 8));
        fleet.Work("w2", ("slots", 8));
        List<long> memory = [];
        watch.Restart();
        for (int tenth = 1; tenth <= 10; tenth++)
        {
            await fleet.UntilDoneAsync(jobs / 10 * tenth, TimeSpan.FromMinutes(20));
            worker.Refresh();
            memory.Add(worker.WorkingSet64 >> 20);
        }

        double took = watch.Elapsed.TotalSeconds;
        watch.Restart();
        await new RunLedger(fleet.Database).CountAsync(CancellationToken.None);
        (long commits, long twice, long starts, long _) = await fleet.SumAsync();
        Figures.Print("bulk", $"all done by two workers in {took:0} s ({jobs / took:0} a second); commits {commits}, twice {twice}, starts {starts}; processor time of a worker {worker.TotalProcessorTime.TotalMilliseconds * 2 / jobs:0.00} ms a job; memory of a worker after each tenth in MB: {string.Join(' ', memory)}; counts at the end in {watch.Elapsed.TotalSeconds:0.000} s");
        Figures.Check("bulk", "memory is flat: the last tenth at most 20 % above the second", memory[^1] <= memory[1] * 1.2);
    }
}
