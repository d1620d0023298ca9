using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Runs.Ports;
using Spectre.Console;

namespace PixelShap.Video.Cli.Tests;

public sealed class ProgressDisplayTests
{
    /// <summary>A line every five seconds: 50 of 200 frames in the first five leave 150 at ten a second, 150 in ten leave 50 at fifteen.</summary>
    [Fact]
    public async Task The_time_left_is_what_the_rest_takes_at_the_rate_so_far()
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Interactive = InteractionSupport.No });
        console.Profile.Width = 200;
        var work = new TaskCompletionSource();
        Queue<long> done = new([50, 150, 200]);

        await new ProgressDisplay(console, new LeapingTime()).ShowAsync(Read, () => work.Task);

        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("analysing: 50/200 frames, 10.0 fps, ETA 0:15, then drawing", lines[0].Trim());
        Assert.Equal("analysing: 150/200 frames, 15.0 fps, ETA 0:03, then drawing", lines[1].Trim());
        Assert.Equal("analysing: 200/200 frames, 13.3 fps", lines[2].Trim());

        RunProgress Read()
        {
            long frames = done.Dequeue();
            if (done.Count == 0)
            {
                work.SetResult();
            }

            return RunProgress.Of("analysing", frames, 200) with { Then = "drawing" };
        }
    }

    /// <summary>Every wait is over at once, and the clock has moved on by it.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _now, Math.Max(0, dueTime.Ticks));
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
