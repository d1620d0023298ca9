using System.Globalization;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Flow;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows how far a run is: a live display on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress until <paramref name="work"/> has ended, and passes its exception on.</summary>
    public async Task ShowAsync(Func<ProgressLine> read, Func<Task> work)
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

    private async Task ShowLinesAsync(Func<ProgressLine> read, Task running, long startedAt)
    {
        while (await Task.WhenAny(running, Task.Delay(LineInterval, time)) != running)
        {
            ProgressLine line = read();
            TimeSpan elapsed = time.GetElapsedTime(startedAt);
            IEnumerable<string> parts = [Frames(line), Rate(line, elapsed), Remaining(line, elapsed), .. line.Facts, line.Queues];
            console.WriteLine($"{line.Phase}: {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }

        await running;
    }

    private static Rows Draw(ProgressLine line, TimeSpan elapsed)
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

    private static string Frames(ProgressLine line) =>
        line.Total is { } total ? $"{line.Done}/{total} frames" : $"{line.Done} frames";

    private static string Rate(ProgressLine line, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{line.Done / elapsed.TotalSeconds:F1} fps") : "";

    private static string Remaining(ProgressLine line, TimeSpan elapsed)
    {
        if (line.Total is not { } total || line.Done <= 0 || line.Done >= total)
        {
            return "";
        }

        var remaining = TimeSpan.FromSeconds(elapsed.TotalSeconds / line.Done * (total - line.Done));
        return $"ETA {(int)remaining.TotalMinutes}:{remaining.Seconds:D2}";
    }
}

/// <summary>How far a run is at one moment.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Frames done.</param>
/// <param name="Total">Frames in all; null when unknown.</param>
/// <param name="Facts">What else there is to say.</param>
/// <param name="Queues">The depths of the queues.</param>
internal sealed record ProgressLine(string Phase, long Done, long? Total, IReadOnlyList<string> Facts, string Queues)
{
    public static ProgressLine Of(AnalysisProgress progress, string phase, long? total)
    {
        IReadOnlyList<StageSnapshot> stages = progress.Stages;
        long done = stages.FirstOrDefault(stage => stage.Name == "track").Processed;
        long dropped = stages.Sum(stage => stage.Dropped);
        List<string> facts = [Count(progress.Keyframes, "keyframe"), Count(progress.Tracks, "track"), Count(progress.ModelCalls, "VLM call")];
        if (progress.RememberedAnswers > 0)
        {
            facts.Add($"{progress.RememberedAnswers} remembered");
        }

        if (dropped > 0)
        {
            facts.Add($"{dropped} dropped");
        }

        if (progress.Waiting is { } waiting)
        {
            facts.Add(waiting);
        }

        if (progress.Epochs > 1)
        {
            facts.Add(Count(progress.Epochs - 1, "reconnect"));
        }

        string queues = string.Join(" ", stages.Where(stage => stage.Name != "decode").Select(stage => $"{stage.Name} {stage.QueueDepth}"));
        return new ProgressLine(phase, done, total is { } known ? Math.Max(known, done) : null, facts, queues.Length > 0 ? $"queues {queues}" : "");
    }

    private static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
