using System.Diagnostics;

namespace PixelShap.Corpus.Ordeals;

/// <summary>Twenty SIGKILLs in runs, reviews and exports: nothing that a person opens is half-written, no child lives on, and the same command ends as if nothing had been.</summary>
internal static class Kills
{
    private const int InRuns = 8, InReviews = 6, InExports = 6, Seed = 28;
    private static readonly TimeSpan ChildrenMayTake = TimeSpan.FromSeconds(10);

    /// <summary>Kills.</summary>
    /// <param name="seeds">The sound files.</param>
    /// <param name="home">A folder for outputs.</param>
    /// <param name="said">Is told of each kill.</param>
    public static async Task ExecuteAsync(Seeds seeds, string home, Action<string, Ending> said)
    {
        var random = new Random(Seed);
        string clip = seeds.PathOf("street.mp4"), whole = Path.Combine(home, "whole"), killed = Path.Combine(home, "killed"), review = Path.Combine(home, "review.mp4");
        await RepeatAsync("run", InRuns, ["run", clip, "-o", whole], ["run", clip, "-o", killed], folder => File.Exists(Path.Combine(folder, "tracks.jsonl")), whole, killed, ["tracks.jsonl", "attributions.jsonl"]);
        await RepeatAsync("review", InReviews, ["review", whole, "-i", clip, "-o", Path.Combine(home, "whole.mp4")], ["review", whole, "-i", clip, "-o", review], File.Exists, Path.Combine(home, "whole.mp4"), review, []);
        await RepeatAsync("export", InExports, ["export", whole, "-f", "coco", "-f", "mcap"], ["export", killed, "-f", "coco", "-f", "mcap"], folder => File.Exists(Path.Combine(folder, "coco.json")), whole, killed, ["coco.json"]);

        async Task RepeatAsync(string name, int count, string[] undisturbed, string[] arguments, Func<string, bool> isDone, string first, string second, string[] same)
        {
            var watch = Stopwatch.StartNew();
            (int code, _, string error) = await OwnProcess.RunAsync(home, ["dotnet", Delivered.Program, .. undisturbed]);
            TimeSpan usual = watch.Elapsed;
            if (code != 0)
            {
                said($"kill/{name}", Ending.Fault($"undisturbed, it ended with {code}: {error}"));
                return;
            }

            for (int kill = 0; kill < count; kill++)
            {
                using Process process = OwnProcess.Start(home, ["dotnet", Delivered.Program, .. arguments]);
                Task reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                await Task.Delay(usual * (0.1 + (0.85 * random.NextDouble())));
                bool wasOver = process.HasExited;
                process.Kill();
                await process.WaitForExitAsync();
                string? alive = await LivingChildAsync(second);
                await reading;
                said($"kill/{name}-{kill}", alive is not null ? Ending.Fault($"a child lives on: {alive}")
                    : name == "review" && !wasOver && File.Exists(second) && !await PlaysAsync(home, second) ? Ending.Fault("review.mp4 is there and is not whole") : Ending.Result);
            }

            (code, _, error) = await OwnProcess.RunAsync(home, ["dotnet", Delivered.Program, .. arguments]);
            string? other = same.FirstOrDefault(file => !File.Exists(Path.Combine(second, file)) || !File.ReadAllBytes(Path.Combine(second, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(first, file))));
            string[] left = File.Exists(second) ? [] : [.. Directory.EnumerateFiles(second).Select(path => Path.GetFileName(path)).Where(file => file.Contains(".part", StringComparison.Ordinal) || file.StartsWith('.'))];
            said($"kill/{name}-then", code != 0 || !isDone(second) ? Ending.Fault($"the same command ended with {code}: {error}")
                : other is not null ? Ending.Fault($"{other} is not the same")
                : left.Length > 0 ? Ending.Fault($"it left {string.Join(", ", left)}") : Ending.Result);
        }
    }

    private static async Task<bool> PlaysAsync(string home, string path) =>
        await OwnProcess.RunAsync(home, "ffmpeg", "-v", "error", "-i", path, "-f", "null", "-") is (0, _, "");

    /// <summary>A process that still works on a path after a while; null for none.</summary>
    private static async Task<string?> LivingChildAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            string? found = Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(CommandLineOf).FirstOrDefault(line => line.Contains(path, StringComparison.Ordinal) && line.Contains("ffmpeg", StringComparison.Ordinal));
            if (found is null || watch.Elapsed > ChildrenMayTake)
            {
                return found;
            }

            await Task.Delay(100);
        }
    }

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
