using System.Diagnostics;
using System.Globalization;

namespace PixelShap.FleetTrial;

/// <summary>Real jobs: pieces of the sample drives with the embedded models, on three workers and on one machine.</summary>
internal static class ClipTrials
{
    private const int Jobs = 50, GlanceEvery = 5;

    // What a run makes of its journal. The journal itself and run.json say when and where the run was.
    private static readonly string[] s_compared = ["tracks.jsonl", "attributions.jsonl", "events.jsonl", "tracks.msgpack", "tracks.mot.txt", "coco.json", "answers.vtt"];
    private static readonly string[] s_settings = ["video.annotated=false", "report=false", "segmenter.threads=1"];

    /// <param name="arguments">The program and the folder of sample drives.</param>
    public static async Task RunAsync(string[] arguments)
    {
        (string program, string samples) = (arguments[0], arguments[1]);
        string root = Directory.CreateTempSubdirectory("pixelshap-trial-clips-").FullName, storage = Path.Combine(root, "storage");
        await using TrialFleet fleet = await TrialFleet.StartAsync();
        try
        {
            string[] pieces = await CutAsync(samples, Directory.CreateDirectory(Path.Combine(storage, "clips")).FullName);
            TimeSpan alone = TimeSpan.Zero;
            foreach (string piece in pieces)
            {
                alone += await RunAsync(program, fleet, storage, ["run", piece, "--output", Path.Combine(root, "alone", Path.GetFileNameWithoutExtension(piece)), .. Settings(IsGlance(piece))]);
            }

            foreach (bool glance in (bool[])[false, true])
            {
                await RunAsync(program, fleet, storage, ["fleet", "submit", .. pieces.Where(piece => IsGlance(piece) == glance), .. Settings(glance)]);
            }

            var watch = Stopwatch.StartNew();
            Process[] workers = [.. Enumerable.Range(1, 3).Select(number => Start(program, fleet, storage, ["fleet", "worker", "--name", $"w{number}", "--lease", "15", "--scratch", Path.Combine(root, "scratch")]))];
            while (await fleet.CountAsync("SELECT count(*) FROM runs WHERE state NOT IN ('waiting', 'running')") < Jobs && watch.Elapsed < TimeSpan.FromMinutes(15))
            {
                await Task.Delay(200);
            }

            double took = watch.Elapsed.TotalSeconds;
            TimeSpan together = workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + ProcessorTime(worker));
            foreach (Process worker in workers)
            {
                TrialFleet.Signal(worker, "TERM");
                await worker.WaitForExitAsync();
            }

            int same = await CompareAsync(fleet, root, storage);
            Figures.Print("clips", $"{Jobs} pieces of sample drives on three workers in {took:0} s; byte for byte the same as on one machine: {same} of {Jobs} in {string.Join(", ", s_compared)}; processor time of the workers {together.TotalSeconds / Jobs:0.00} s a job, of as many processes on one machine {alone.TotalSeconds / Jobs:0.00} s; exit codes of workers {string.Join(' ', workers.Select(worker => worker.ExitCode))}");
            Figures.Check("clips", "every run has the bytes of one machine", same == Jobs);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static bool IsGlance(string piece) => int.Parse(Path.GetFileNameWithoutExtension(piece)[^2..], CultureInfo.InvariantCulture) % GlanceEvery == 0;

    private static string[] Settings(bool glance) => [.. s_settings.Append(glance ? "vlm.provider=glance" : "vlm.provider=narrator").SelectMany(setting => (string[])["--set", setting])];

    private static async Task<string[]> CutAsync(string samples, string folder)
    {
        string[] drives = [.. Directory.EnumerateFiles(samples, "*.mp4").Order(StringComparer.Ordinal)];
        List<string> pieces = [];
        for (int number = 0; number < Jobs; number++)
        {
            string piece = Path.Combine(folder, $"piece-{number:00}.mp4");
            string begin = (number / drives.Length * 0.7).ToString("0.0", CultureInfo.InvariantCulture);
            using Process cut = Process.Start("ffmpeg", ["-v", "error", "-ss", begin, "-i", drives[number % drives.Length], "-t", "0.8", "-c:v", "libx264", "-preset", "ultrafast", "-an", piece]);
            await cut.WaitForExitAsync();
            pieces.Add(piece);
        }

        return [.. pieces];
    }

    private static async Task<int> CompareAsync(TrialFleet fleet, string root, string storage)
    {
        int same = 0;
        foreach ((string input, string results) in await fleet.Database.QueryAsync("SELECT input, results FROM runs WHERE state = 'done'", row => (row.GetString(0), row.GetString(1)), CancellationToken.None))
        {
            string alone = Path.Combine(root, "alone", Path.GetFileNameWithoutExtension(input)), together = Path.Combine(storage, results);
            string[] differing = [.. s_compared.Where(name => !File.ReadAllBytes(Path.Combine(alone, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(together, name))))];
            same += differing.Length == 0 ? 1 : 0;
            if (differing.Length > 0)
            {
                Console.WriteLine($"clips: {input} differs in {string.Join(", ", differing)}");
            }
        }

        return same;
    }

    private static async Task<TimeSpan> RunAsync(string program, TrialFleet fleet, string storage, string[] arguments)
    {
        using Process process = Start(program, fleet, storage, arguments);
        TimeSpan last = TimeSpan.Zero;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            last = ProcessorTime(process);
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? last : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    /// <summary>What a process and the children that it has waited for have taken.</summary>
    private static TimeSpan ProcessorTime(Process process)
    {
        const double TicksPerSecond = 100;
        try
        {
            string[] fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[1].Split(' ');
            return TimeSpan.FromSeconds(fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    private static Process Start(string program, TrialFleet fleet, string storage, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments.Prepend(program))
        {
            start.ArgumentList.Add(argument);
        }

        (start.Environment["PIXELSHAP_DATABASE"], start.Environment["PIXELSHAP_NATS"], start.Environment["PIXELSHAP_STORAGE"]) = (fleet.Postgres.Connection(), fleet.Nats.Address, storage);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
