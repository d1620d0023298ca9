using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.Tests.Live;

/// <summary>What waits on the disk reaches each target in order, whatever single messages and targets do.</summary>
public sealed class AlertOutboxTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-outbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_target_that_is_down_gets_everything_in_order_when_it_is_back()
    {
        var target = new Target();
        target.Refuses = _ => target.Tries < 7;
        await using AlertOutbox outbox = New(target);
        foreach (int i in Enumerable.Range(1, 5))
        {
            outbox.Put(Message(i));
        }

        await UntilAsync(() => outbox.Sent == 5);
        Assert.Equal(["e1", "e2", "e3", "e4", "e5"], target.Taken);
        await UntilAsync(() => Files().Length == 0);
    }

    [Fact]
    public async Task A_message_that_is_never_taken_is_set_aside_and_holds_up_no_other()
    {
        var target = new Target { Refuses = id => id == "e2" };
        await using AlertOutbox outbox = New(target);
        foreach (int i in Enumerable.Range(1, 4))
        {
            outbox.Put(Message(i));
        }

        await UntilAsync(() => outbox.Sent == 3 && Files().Length == 1);
        Assert.Equal(["e1", "e3", "e4"], target.Taken);
        Assert.Equal(["e2.json.refused"], Files());
    }

    [Fact]
    public async Task A_damaged_message_is_set_aside_and_none_is_because_the_target_just_came_back()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "target"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "target", "e2.json"), "{\"Id\": \"e");
        var target = new Target();
        target.Refuses = id => id == "e1" && !target.Taken.Any();
        await using AlertOutbox outbox = New(target);
        outbox.Put(Message(1));
        outbox.Put(Message(3));

        await UntilAsync(() => outbox.Sent == 2 && Files().Length == 1);

        // The target came back between the two: the first is not held against it.
        Assert.Equal(["e3", "e1"], target.Taken);
        Assert.Equal(["e2.json.damaged"], Files());
    }

    [Fact]
    public async Task A_folder_that_somebody_removes_ends_nothing()
    {
        var target = new Target();
        await using AlertOutbox outbox = New(target);
        outbox.Put(Message(1));
        await UntilAsync(() => outbox.Sent == 1);
        Directory.Delete(Path.Combine(_folder, "target"), recursive: true);
        outbox.Put(Message(2));
        await UntilAsync(() => outbox.Sent == 2);
        Assert.Equal(["e1", "e2"], target.Taken);
    }

    private AlertOutbox New(Target target) => new(_folder, [target], new Hurried(), NullLogger.Instance);

    private static AlertMessage Message(int number) => new($"e{number}", "front", "impact", "{}");

    private string[] Files() => Directory.Exists(Path.Combine(_folder, "target")) ? [.. Directory.GetFiles(Path.Combine(_folder, "target")).Select(path => Path.GetFileName(path)!)] : [];

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private sealed class Target : IAlertTarget
    {
        private readonly ConcurrentQueue<string> _taken = [];

        public string Name => "target";

        public int Tries { get; private set; }

        public Func<string, bool> Refuses { get; set; } = _ => false;

        public IEnumerable<string> Taken => _taken;

        public Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            Tries++;
            if (Refuses(message.Id))
            {
                // Of the kinds that a target may throw, one that the outbox itself meets on the disk.
                throw new FileNotFoundException("not taken");
            }

            _taken.Enqueue(message.Id);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A clock on which every pause is a millisecond.</summary>
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromMilliseconds(1), period);
    }
}
