using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PixelShap.Video.Cli.Terminal;

namespace PixelShap.Corpus;

/// <summary>Reads inputs one after the other in a process of its own, so that one that takes the process along is known by its name.</summary>
internal static class Worker
{
    /// <summary>No input takes longer on the processor, those of programs that it starts not counted.</summary>
    public static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(20);

    /// <summary>Nor by the clock, which also ends what waits for something that never comes.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromMinutes(4);

    /// <summary>What the process may take at once, with networks and libraries loaded.</summary>
    public const int MostMegabytes = 1000;

    /// <summary>Reads the inputs of a family and prints a line before and a line of JSON after each.</summary>
    /// <param name="work">The folder of seeds and inputs.</param>
    /// <param name="family">The family.</param>
    /// <param name="first">The number of the first input.</param>
    /// <param name="every">One input of so many.</param>
    public static async Task RunAsync(string work, string family, int first, int every)
    {
        NativeEnvironment.Prepare();
        TextWriter output = Console.Out;
        string own = Directory.CreateDirectory(Path.Combine(work, family)).FullName;
        Directory.SetCurrentDirectory(own);
        Family kind = Family.All.Single(known => known.Name == family);
        int number = -1;
        foreach (HostileInput input in kind.Inputs(new Seeds(Path.Combine(work, "seeds"))))
        {
            number++;
            if (number < first || number % every != 0)
            {
                continue;
            }

            string folder = Path.Combine(own, number.ToString(CultureInfo.InvariantCulture));
            input.Write(folder);
            await output.WriteLineAsync($"{number} {input.Name.ReplaceLineEndings("?")}");
            await output.FlushAsync();
            ForgetPeak();
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            Ending ending = await Task.Run(() => input.ReadAsync(folder)).WaitAsync(MostTime).ContinueWith(
                task => task.IsCompletedSuccessfully ? task.Result : Ending.Fault($"it did not end within {MostTime.TotalSeconds:0} s"), TaskScheduler.Default);
            TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
            int peak = PeakMegabytes();
            if (ending.Answer is not Answer.Fault && (taken > MostProcessorTime || peak > MostMegabytes))
            {
                ending = Ending.Fault($"it took {taken.TotalSeconds:0.0} s of the processor and {peak} MB");
            }

            await output.WriteLineAsync(JsonSerializer.Serialize(new Line(ending.Answer, ending.Said, watch.Elapsed.TotalSeconds, taken.TotalSeconds, peak)));
            await output.FlushAsync();
            if (watch.Elapsed >= MostTime)
            {
                // What hangs would stand in the way of what follows.
                Environment.Exit(3);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ForgetPeak()
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static int PeakMegabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) >> 10;
    }

    /// <summary>What is said of an input.</summary>
    internal sealed record Line(Answer Answer, string Said, double Seconds, double ProcessorSeconds, int Megabytes);
}
