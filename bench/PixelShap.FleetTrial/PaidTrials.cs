using System.Diagnostics;
using System.Globalization;
using PixelShap.Video.Fleet.Sharing;
using PixelShap.Video.Language.Tests;

namespace PixelShap.FleetTrial;

/// <summary>A service that costs money, asked by three workers.</summary>
internal static class PaidTrials
{
    public static async Task LimitAsync(string[] arguments)
    {
        const int PerMinute = 100;
        double minutes = arguments is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 5;
        await using ChatServer service = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(300));
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await new DatabaseLimits(fleet.Database).SetAsync(service.BaseUrl, PerMinute, null, null, CancellationToken.None);
        await fleet.SubmitAsync((int)(PerMinute * (minutes + 2)), new TrialTask(0, 1));
        foreach (int number in Enumerable.Range(1, 3))
        {
            fleet.Work($"w{number}", ("slots", 4), ("service", service.BaseUrl));
        }

        while (service.Calls.Count < 10)
        {
            await Task.Delay(50);
        }

        // From the first request that is counted on, not from the start of the programs.
        DateTimeOffset begin = service.Calls[^1].At;
        await Task.Delay(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        DateTimeOffset[] times = [.. service.Calls.Select(call => call.At).Where(at => at > begin && at <= begin + TimeSpan.FromMinutes(minutes))];
        DateTimeOffset[] all = [.. service.Calls.Select(call => call.At).Order()];
        int most = all.Select((at, index) => all.Skip(index).TakeWhile(later => later < at + TimeSpan.FromMinutes(1)).Count()).Max();
        double deviation = (100 * times.Length / (PerMinute * minutes)) - 100;
        Figures.Print("limit", $"{times.Length} requests in {minutes} minutes at a limit of {PerMinute} a minute over three workers: {deviation:+0.0;-0.0} %; the most in any minute {most}");
        Figures.Check("limit", "within 2 %", Math.Abs(deviation) <= 2);
    }

    public static async Task KilledAsync(string[] arguments)
    {
        const int Jobs = 200, Questions = 5, Slots = 4;
        await using ChatServer service = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(200));
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        await fleet.SubmitAsync(Jobs, new TrialTask(0, Questions));
        Process[] workers = [.. Enumerable.Range(1, 3).Select(number => fleet.Work($"w{number}", ("slots", Slots), ("lease", 5), ("service", service.BaseUrl)))];
        await fleet.UntilDoneAsync(Jobs / 4);
        await TrialFleet.KillAsync(workers[0]);
        await fleet.UntilDoneAsync(Jobs / 2);
        await TrialFleet.KillAsync(workers[1]);
        await fleet.UntilDoneAsync(Jobs);
        int again = service.Calls.Count(call => call.Attempt > 1);
        (long commits, long twice, long starts, long _) = await fleet.SumAsync();
        Figures.Print("paid", $"{Jobs} jobs with {Questions} paid calls each, two of three workers killed amid them; calls {service.Calls.Count}, repeated {again}; commits {commits}, twice {twice}, starts {starts}");
        Figures.Check("paid", $"repeated payments <= {2 * Slots} calls in flight at the two kills", again <= 2 * Slots);
        Figures.Check("paid", "nothing lost, none twice", commits - twice == Jobs && twice == 0);
    }
}
