using System.Globalization;
using PixelShap.Corpus.Ordeals;

namespace PixelShap.Corpus;

/// <summary>
/// The hostile corpus. <c>Corpus [--every N] [--family NAME]… [--all]</c> reads inputs that are made to break the program; each has to end in a result or in one sentence, within time and memory.
/// Without <c>--every</c> and <c>--family</c> it also kills runs, reviews and exports, and fills the disk under every output; <c>--family kills</c> and <c>--family disks</c> do that alone.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["--worker", var work, var family, var first, var every]:
                await Worker.RunAsync(work, family, int.Parse(first, CultureInfo.InvariantCulture), int.Parse(every, CultureInfo.InvariantCulture));
                return 0;
            case ["--seeds", var made]:
                await new Seeds(Path.Combine(made, "seeds")).MakeAsync();
                return 0;
        }

        string[] families = [.. arguments.Where((_, index) => index > 0 && arguments[index - 1] == "--family")];
        string? number = arguments.SkipWhile(argument => argument != "--every").Skip(1).FirstOrDefault();
        bool isTalkative = arguments.Contains("--all");
        string folder = Directory.CreateTempSubdirectory("pixelshap-corpus-").FullName;
        CorpusRun run = await CorpusRun.ExecuteAsync(folder, int.Parse(number ?? "1", CultureInfo.InvariantCulture), families, (input, line) =>
        {
            if (isTalkative || line.Answer is Answer.Fault)
            {
                Console.WriteLine($"{line.Answer.ToString().ToLowerInvariant(),-7} {input} | {line.Seconds:0.0} s, {line.ProcessorSeconds:0.0} s of the processor, {line.Megabytes} MB | {line.Said}");
            }
        });
        int faults = 0;
        string home = Directory.CreateDirectory(Path.Combine(folder, "ordeals")).FullName;
        if (families.Contains("kills") || (families.Length == 0 && number is null))
        {
            int kills = 0;
            await Kills.ExecuteAsync(new Seeds(Path.Combine(folder, "seeds")), home, (name, ending) => Say(name, ending, ref kills));
            Console.WriteLine($"kills: {kills} looks");
        }

        if (families.Contains("disks") || (families.Length == 0 && number is null))
        {
            int disks = 0;
            if (await FullDisks.CanAsync(home))
            {
                await FullDisks.ExecuteAsync(new Seeds(Path.Combine(folder, "seeds")), home, (name, ending) => Say(name, ending, ref disks));
            }

            Console.WriteLine(disks > 0 ? $"full disks: {disks}" : "full disks: none, this user may make no file system");
        }

        if (run.Lines.Count > 0)
        {
            Console.WriteLine($"at most {run.Lines.Max(line => line.Line.ProcessorSeconds):0.0} s of the processor and {run.Lines.Max(line => line.Line.Megabytes)} MB for an input");
        }

        Console.WriteLine($"{run.Summary}{(faults > 0 ? $", {faults} faults under kills and on full disks" : "")}");
        Directory.Delete(folder, recursive: true);
        return faults > 0 || run.Faults.Any() ? 1 : 0;

        void Say(string name, Ending ending, ref int count)
        {
            count++;
            faults += ending.Answer is Answer.Fault ? 1 : 0;
            if (isTalkative || ending.Answer is Answer.Fault)
            {
                Console.WriteLine($"{ending.Answer.ToString().ToLowerInvariant(),-7} {name} | {ending.Said}");
            }
        }
    }
}
