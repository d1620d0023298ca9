using System.Diagnostics;
using System.Globalization;
using PixelShap.Video.Fleet.Cameras;

namespace PixelShap.FleetTrial;

/// <summary>Cameras on three workers, of which one is killed.</summary>
internal static class CameraTrials
{
    public static async Task FailoverAsync(string[] arguments)
    {
        int cameras = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 500;
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        var watch = Stopwatch.StartNew();
        Process[] workers = [.. Enumerable.Range(1, 3).Select(number => fleet.Work($"w{number}", ("slots", 0), ("cameras", cameras)))];
        while (await fleet.CountAsync("SELECT count(*) FROM workers") < workers.Length)
        {
            await Task.Delay(50);
        }

        watch.Restart();
        await new CameraTable(fleet.Database).SetAsync([.. Enumerable.Range(0, cameras).Select(number => ($"cam-{number}", "simulated"))], CancellationToken.None);
        await UntilAsync(fleet, cameras, "w1", "w2", "w3");
        double began = watch.Elapsed.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(10));
        long had = await fleet.CountAsync("SELECT count(*) FROM cameras WHERE owner = 'w2'");

        DateTime killedAt = (await fleet.Database.QueryAsync("SELECT clock_timestamp()", row => row.GetDateTime(0), CancellationToken.None))[0];
        await TrialFleet.KillAsync(workers[1]);
        await UntilAsync(fleet, cameras, "w1", "w3");
        await Task.Delay(TimeSpan.FromSeconds(5));
        List<double> gaps = await fleet.Database.QueryAsync(
            """
            SELECT extract(epoch FROM min(p.at) FILTER (WHERE p.owner <> 'w2') - @killed)::double precision FROM trial_pictures p
            WHERE camera IN (SELECT camera FROM trial_pictures WHERE owner = 'w2' GROUP BY camera HAVING max(at) > @killed - interval '5 seconds') AND at > @killed GROUP BY camera ORDER BY 1
            """,
            row => row.IsDBNull(0) ? double.PositiveInfinity : row.GetDouble(0), CancellationToken.None, ("killed", killedAt));

        // A picture of a run that is older than the latest before it, of the same camera: two owners whose results were accepted.
        long crossed = await fleet.CountAsync(
            """
            SELECT count(*) FROM (SELECT split_part(run, '-', 4)::bigint AS epoch, max(split_part(run, '-', 4)::bigint) OVER (PARTITION BY camera ORDER BY at) AS newest FROM trial_pictures) p WHERE epoch < newest
            """);
        long stale = await fleet.CountAsync("SELECT count(*) FROM stale_writes");
        long moved = await fleet.CountAsync("SELECT count(*) FROM runs WHERE kind = 'camera'") - cameras;
        Figures.Print("cameras", $"{cameras} cameras on three workers in {began:0.0} s; one with {had} killed: failover to the first accepted result p50 {At(gaps, 0.5):0.00} s, p99 {At(gaps, 0.99):0.00} s, max {gaps.LastOrDefault():0.00} s over {gaps.Count}; moves in all {moved}; stale writes rejected {stale}");
        Figures.Check("cameras", "p99 <= 5 s", gaps.Count == had && At(gaps, 0.99) <= 5);
        Figures.Check("cameras", "never two owners whose results are accepted", crossed == 0);
        Figures.Check("cameras", "no camera of a worker that lives was moved", moved == had);
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];

    private static async Task UntilAsync(TrialFleet fleet, int cameras, params string[] owners)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(100))
        {
            if (await fleet.CountAsync("SELECT count(*) FROM cameras WHERE owner = ANY (@owners)", ("owners", owners)) == cameras)
            {
                return;
            }
        }
    }
}
