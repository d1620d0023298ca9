using PixelShap.Video.Runs.Flow;

namespace PixelShap.Video.Runs.Tests.Flow;

public sealed class DataflowTests
{
    [Fact]
    public async Task Everything_arrives_in_order_and_is_counted()
    {
        using var metrics = new FlowMetrics();
        using var flow = new Dataflow(metrics, CancellationToken.None, CancellationToken.None);
        var body = new Collecting();
        Stage<Item> stage = flow.Add("work", body, capacity: 2);
        Feed(flow, stage, 100);
        await flow.RunAsync();
        Assert.Equal(Enumerable.Range(0, 100), body.Seen);
        Assert.True(body.Completed);
        StageSnapshot counters = metrics.Snapshot().Single(snapshot => snapshot.Name == "work");
        Assert.Equal((100, 100, 0, 0, 0), (counters.Received, counters.Processed, counters.Dropped, counters.Failed, counters.QueueDepth));
    }

    [Fact]
    public async Task The_newest_wins_where_a_stage_drops_the_oldest_and_every_item_is_accounted_for()
    {
        using var metrics = new FlowMetrics();
        using var flow = new Dataflow(metrics, CancellationToken.None, CancellationToken.None);
        var gate = new TaskCompletionSource();
        var body = new Collecting { Before = _ => gate.Task };
        Stage<Item> stage = flow.Add("slow", body, capacity: 1, dropOldest: true);
        var items = Enumerable.Range(0, 50).Select(i => new Item(i)).ToArray();
        flow.AddSource(
            "source",
            async (_, _) =>
            {
                foreach (Item item in items)
                {
                    await stage.PostAsync(item);
                }

                gate.SetResult();
            },
            stage.Complete);
        await flow.RunAsync();
        StageSnapshot counters = metrics.Snapshot().Single(snapshot => snapshot.Name == "slow");
        Assert.Equal(49, body.Seen[^1]);
        Assert.Equal(50, counters.Received);
        Assert.Equal(50, counters.Processed + counters.Dropped);
        Assert.True(counters.Dropped >= 48);
        Assert.Equal(counters.Dropped, items.Count(item => item.Disposed));
    }

    [Fact]
    public async Task A_failing_stage_stops_the_source_and_is_named_while_the_others_finish()
    {
        using var metrics = new FlowMetrics();
        using var flow = new Dataflow(metrics, CancellationToken.None, CancellationToken.None);
        var last = new Collecting();
        Stage<Item> lastStage = flow.Add("last", last, 2);
        var failing = new Collecting
        {
            Before = item => item.Number == 5 ? throw new InvalidOperationException("broken") : lastStage.PostAsync(item).AsTask(),
            AtEnd = lastStage.Complete,
        };
        Stage<Item> stage = flow.Add("failing", failing, 2);
        flow.AddSource(
            "source",
            async (_, cancellationToken) =>
            {
                for (int i = 0; ; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await stage.PostAsync(new Item(i));
                }
            },
            stage.Complete);
        var error = await Assert.ThrowsAsync<StageFailedException>(flow.RunAsync);
        Assert.Equal("failing", error.Stage);
        Assert.Equal(("The stage 'failing' failed: something unexpected happened.", "broken"), (error.Message, error.InnerException?.Message));
        Assert.Equal([0, 1, 2, 3, 4], last.Seen);
        Assert.True(last.Completed);
        Assert.False(failing.Completed);
    }

    [Fact]
    public async Task An_error_that_the_user_can_mend_comes_through_as_it_is()
    {
        using var metrics = new FlowMetrics();
        using var flow = new Dataflow(metrics, CancellationToken.None, CancellationToken.None);
        Stage<Item> stage = flow.Add("work", new Collecting(), 2);
        flow.AddSource("source", (_, _) => throw new PixelShapException(ExitCode.Input, "no file", "give one"), stage.Complete);
        Assert.Equal(ExitCode.Input, (await Assert.ThrowsAsync<PixelShapException>(flow.RunAsync)).ExitCode);
    }

    [Fact]
    public async Task Stopping_finishes_what_was_read()
    {
        using var metrics = new FlowMetrics();
        using var stop = new CancellationTokenSource();
        using var flow = new Dataflow(metrics, stop.Token, CancellationToken.None);
        var body = new Collecting();
        Stage<Item> stage = flow.Add("work", body, 4);
        flow.AddSource(
            "source",
            async (_, cancellationToken) =>
            {
                for (int i = 0; i < 3; i++)
                {
                    await stage.PostAsync(new Item(i));
                }

                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            },
            stage.Complete);
        await flow.RunAsync();
        Assert.Equal([0, 1, 2], body.Seen);
        Assert.True(body.Completed);
    }

    [Fact]
    public async Task Aborting_ends_at_once()
    {
        using var metrics = new FlowMetrics();
        using var abort = new CancellationTokenSource();
        using var flow = new Dataflow(metrics, CancellationToken.None, abort.Token);
        var body = new Collecting { Before = _ => Task.Delay(Timeout.Infinite, abort.Token) };
        Stage<Item> stage = flow.Add("work", body, 1);
        Feed(flow, stage, 10);
        Task run = flow.RunAsync();
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(body.Completed);
    }

    private static void Feed(Dataflow flow, Stage<Item> stage, int count) => flow.AddSource(
        "source",
        async (_, _) =>
        {
            for (int i = 0; i < count; i++)
            {
                await stage.PostAsync(new Item(i));
            }
        },
        stage.Complete);

    private sealed record Item(int Number) : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    private sealed class Collecting : StageBody<Item>
    {
        public List<int> Seen { get; } = [];

        public bool Completed { get; private set; }

        public Func<Item, Task> Before { get; init; } = static _ => Task.CompletedTask;

        public Action AtEnd { get; init; } = static () => { };

        public override async ValueTask ProcessAsync(Item item, CancellationToken cancellationToken)
        {
            await Before(item);
            Seen.Add(item.Number);
        }

        public override ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            Completed = true;
            return ValueTask.CompletedTask;
        }

        public override void Closed() => AtEnd();
    }
}
