using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PixelShap.Corpus;

/// <summary>All inputs, or a sample of them, read by worker processes.</summary>
internal sealed class CorpusRun
{
    private readonly string _work;
    private readonly int _every;
    private readonly Lock _lock = new();
    private readonly List<(string Input, Worker.Line Line)> _lines = [];

    private CorpusRun(string work, int every) => (_work, _every) = (work, every);

    /// <summary>What was read, by family and name.</summary>
    public IReadOnlyList<(string Input, Worker.Line Line)> Lines => _lines;

    /// <summary>The inputs that ended in something else than a result or a sentence.</summary>
    public IEnumerable<(string Input, Worker.Line Line)> Faults => _lines.Where(line => line.Line.Answer is Answer.Fault);

    /// <summary>The line that closes a run.</summary>
    public string Summary => $"{_lines.Count} inputs, {_lines.Count(line => line.Line.Answer is Answer.Result)} results, {_lines.Count(line => line.Line.Answer is Answer.Refusal)} refusals, {Faults.Count()} faults";

    /// <summary>Reads.</summary>
    /// <param name="work">An empty folder.</param>
    /// <param name="every">One input of so many of each family.</param>
    /// <param name="families">Their names; empty for all.</param>
    /// <param name="said">Is told of each input.</param>
    public static async Task<CorpusRun> ExecuteAsync(string work, int every, IReadOnlyList<string> families, Action<string, Worker.Line> said)
    {
        var run = new CorpusRun(work, every);
        using (Process process = run.Start("--seeds", work))
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The seeds could not be made: {await error}");
            }
        }

        await Parallel.ForEachAsync(
            Family.All.Where(family => families.Count == 0 || families.Contains(family.Name)), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (family, _) => await run.ReadAsync(family.Name, said));
        return run;
    }

    private async Task ReadAsync(string family, Action<string, Worker.Line> said)
    {
        int next = 0;
        while (true)
        {
            (int number, string? name, bool hasEnded) = await ReadFromAsync(family, next, said);
            if (hasEnded)
            {
                return;
            }

            if (name is not null)
            {
                Note($"{family}/{name}", new Worker.Line(Answer.Fault, "it took the process along", 0, 0, 0), said);
            }
            else if (number < next)
            {
                throw new InvalidOperationException($"The worker for {family} ended before it read anything.");
            }

            next = number + 1;
        }
    }

    /// <summary>Starts a worker; tells the last input that it began, its name where it did not end it, and whether there are no more.</summary>
    private async Task<(int Number, string? Name, bool HasEnded)> ReadFromAsync(string family, int first, Action<string, Worker.Line> said)
    {
        using Process process = Start("--worker", _work, family, $"{first}", $"{_every}");
        Task<string> error = process.StandardError.ReadToEndAsync();
        int number = -1;
        string? name = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                Note($"{family}/{name}", JsonSerializer.Deserialize<Worker.Line>(line)!, said);
                name = null;
            }
            else
            {
                int blank = line.IndexOf(' ', StringComparison.Ordinal);
                (number, name) = (int.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture), line[(blank + 1)..]);
            }
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0 && name is null && number < first)
        {
            throw new InvalidOperationException($"The worker for {family} ended: {await error}");
        }

        return (number, name, process.ExitCode == 0);
    }

    /// <summary>Starts this program once more, with nobody's own models, answers and settings.</summary>
    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CorpusRun).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        start.Environment["HOME"] = start.Environment["XDG_CACHE_HOME"] = Path.Combine(_work, "home");
        start.Environment["PIXELSHAP_MODELS"] = Path.Combine(_work, "no-models");
        start.Environment["PIXELSHAP_TESSERACT"] = "";
        start.Environment["PIXELSHAP_DETAILS"] = "1";
        start.Environment["OPENAI_API_KEY"] = "sk-corpus";
        start.Environment["ORT_DISABLE_TELEMETRY"] = "1";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private void Note(string input, Worker.Line line, Action<string, Worker.Line> said)
    {
        lock (_lock)
        {
            _lines.Add((input, line));
            said(input, line);
        }
    }
}
