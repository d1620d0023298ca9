using System.Runtime.ExceptionServices;

namespace PixelShap.Video.Runs.Flow;

/// <summary>
/// Runs a set of stages to their common end. The first failure stops the source; the other stages finish what they hold, and
/// the failure is thrown when all have ended. Stopping drains; aborting does not.
/// </summary>
internal sealed class Dataflow : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<Func<Task>> _workers = [];
    private StageFailure? _failure;

    /// <summary>Creates an empty dataflow.</summary>
    /// <param name="metrics">Where the stages count.</param>
    /// <param name="stop">Ends the source; everything under way is finished.</param>
    /// <param name="abort">Ends everything at once.</param>
    public Dataflow(FlowMetrics metrics, CancellationToken stop, CancellationToken abort)
    {
        Metrics = metrics;
        Aborted = abort;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop, abort);
    }

    /// <summary>Where the stages count.</summary>
    public FlowMetrics Metrics { get; }

    /// <summary>Ends everything at once.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Ends the source.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Adds a stage behind a channel of <paramref name="capacity"/> items.</summary>
    public Stage<T> Add<T>(string name, StageBody<T> body, int capacity, bool dropOldest = false)
    {
        var stage = new Stage<T>(this, Metrics.Add(name), body, capacity, dropOldest);
        _workers.Add(stage.RunAsync);
        return stage;
    }

    /// <summary>Adds the source: <paramref name="pump"/> reads until its end or until it is stopped, and completes the first stage.</summary>
    public void AddSource(string name, Func<StageMeter, CancellationToken, Task> pump, Action closed)
    {
        StageMeter meter = Metrics.Add(name);
        _workers.Add(async () =>
        {
            try
            {
                await pump(meter, Stopped);
            }
            catch (OperationCanceledException) when (Stopped.IsCancellationRequested || Aborted.IsCancellationRequested)
            {
                // Stopped from outside, or by another stage's failure: what has been read is still processed.
            }
            catch (Exception exception)
            {
                meter.Fail();
                Fail(name, exception);
            }
            finally
            {
                closed();
            }
        });
    }

    /// <summary>Runs until every stage has ended.</summary>
    /// <exception cref="StageFailedException">A stage failed; the first failure.</exception>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    public async Task RunAsync()
    {
        await Task.WhenAll(_workers.Select(worker => Task.Run(worker, CancellationToken.None)));
        if (_failure is { } failure)
        {
            if (failure.Exception is PixelShapException)
            {
                ExceptionDispatchInfo.Throw(failure.Exception);
            }

            throw new StageFailedException(failure.Stage, failure.Exception);
        }

        Aborted.ThrowIfCancellationRequested();
    }

    internal void Fail(string stage, Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, new StageFailure(stage, exception), null);
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private sealed record StageFailure(string Stage, Exception Exception);
}
