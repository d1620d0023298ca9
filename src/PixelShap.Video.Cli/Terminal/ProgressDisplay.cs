using System.Globalization;
using PixelShap.Video.Runs.Ports;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows how far a run is: a live display on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress until <paramref name="work"/> has ended, and passes its exception on.</summary>
    public async Task ShowAsync(Func<RunProgress> read, Func<Task> work)
    {
        long startedAt = time.GetTimestamp();
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            await ShowLinesAsync(read, work(), startedAt);
            return;
        }

        await console.Live(new Markup("")).AutoClear(true).StartAsync(async context =>
        {
            Task running = work();
            while (!running.IsCompleted)
            {
                context.UpdateTarget(Draw(read(), time.GetElapsedTime(startedAt)));
                await Task.WhenAny(running, Task.Delay(LiveInterval, time));
            }

            await running;
        });
    }

    private async Task ShowLinesAsync(Func<RunProgress> read, Task running, long startedAt)
    {
        while (await Task.WhenAny(running, Task.Delay(LineInterval, time)) != running)
        {
            RunProgress line = read();
            TimeSpan elapsed = time.GetElapsedTime(startedAt);
            IEnumerable<string> parts = [Frames(line), Rate(line, elapsed), Remaining(line, elapsed), .. line.Facts, line.Queues];
            console.WriteLine($"{line.Phase}: {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }

        await running;
    }

    private static Rows Draw(RunProgress line, TimeSpan elapsed)
    {
        string bar = "";
        if (line.Total is > 0)
        {
            int filled = (int)Math.Clamp(BarWidth * line.Done / line.Total.Value, 0, BarWidth);
            bar = $"[deepskyblue1]{new string('━', filled)}[/][grey35]{new string('━', BarWidth - filled)}[/]  ";
        }

        string head = $"[bold]{Markup.Escape(line.Phase)}[/]  {bar}{Frames(line)}  {Rate(line, elapsed)}  {Remaining(line, elapsed)}";
        string facts = string.Join(" [grey]·[/] ", line.Facts.Select(Markup.Escape));
        return new Rows(new Markup(head), new Markup(facts), new Markup($"[grey]{Markup.Escape(line.Queues)}[/]"));
    }

    private static string Frames(RunProgress line) =>
        line.Total is { } total ? $"{line.Done}/{total} frames" : $"{line.Done} frames";

    private static string Rate(RunProgress line, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{line.Done / elapsed.TotalSeconds:F1} fps") : "";

    private static string Remaining(RunProgress line, TimeSpan elapsed)
    {
        if (line.Total is not { } total || line.Done <= 0 || line.Done >= total)
        {
            return "";
        }

        var remaining = TimeSpan.FromSeconds(elapsed.TotalSeconds / line.Done * (total - line.Done));
        return $"ETA {(int)remaining.TotalMinutes}:{remaining.Seconds:D2}{(line.Then.Length > 0 ? $", then {line.Then}" : "")}";
    }
}
