using System.Collections.Concurrent;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Work;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Tests;

/// <summary>Work that does what a test wants.</summary>
/// <param name="work">What it does; null for nothing.</param>
internal sealed class TestWork(Func<RunLease, RunSignals, Task>? work = null) : IFleetWork
{
    public const string TheKind = "test";

    public ConcurrentQueue<string> Done { get; } = new();

    public string Kind => TheKind;

    public async Task<WorkResult> RunAsync(RunLease lease, RunSignals signals, Action<string> report)
    {
        if (work is not null)
        {
            await work(lease, signals);
        }

        Done.Enqueue(lease.Input);
        return new WorkResult(new RunEnd(RunState.Done, 0, null, null, null), null);
    }
}

/// <summary>A worker in this process.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new(), _abort = new();
    private readonly FleetMetrics _metrics = new();
    private readonly Task _running;

    public TestWorker(Fleet fleet, string name, IFleetWork work, int slots = 2, TimeSpan? grace = null) => _running = Task.Run(() =>
        new FleetWorker(fleet.Parts(_metrics), new WorkerCard(name, [Pool.Cpu], slots, 0, "test"), [work]).RunAsync(new RunSignals(_stop.Token, _abort.Token), grace ?? TimeSpan.FromSeconds(20)));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was under way.
        }

        _stop.Dispose();
        _abort.Dispose();
        _metrics.Dispose();
    }
}
