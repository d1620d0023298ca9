using System.Diagnostics;
using System.Threading.Channels;

namespace PixelShap.Video.Runs.Flow;

/// <summary>
/// One worker behind a bounded channel. Items are processed one at a time in the order of their arrival. When the stage fails it says so to
/// the <see cref="Dataflow"/> and from then on discards what arrives, so that nobody upstream waits for it.
/// </summary>
/// <typeparam name="T">What arrives.</typeparam>
internal sealed class Stage<T>
{
    private readonly Dataflow _flow;
    private readonly StageMeter _meter;
    private readonly Channel<T> _channel;
    private readonly StageBody<T> _body;

    internal Stage(Dataflow flow, StageMeter meter, StageBody<T> body, int capacity, bool dropOldest)
    {
        _flow = flow;
        _meter = meter;
        _body = body;
        var options = new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            FullMode = dropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
        };
        _channel = Channel.CreateBounded<T>(options, Discard);
        meter.ReadDepthFrom(() => _channel.Reader.Count);
    }

    /// <summary>Hands an item over. Waits while the channel is full, unless the stage drops the oldest.</summary>
    public ValueTask PostAsync(T item)
    {
        _meter.Receive();
        return _channel.Writer.WriteAsync(item, _flow.Aborted);
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    internal async Task RunAsync()
    {
        bool failed = false;
        try
        {
            await foreach (T item in _channel.Reader.ReadAllAsync(_flow.Aborted))
            {
                if (failed)
                {
                    Discard(item);
                    continue;
                }

                try
                {
                    long startedAt = Stopwatch.GetTimestamp();
                    await _body.ProcessAsync(item, _flow.Aborted);
                    _meter.Process(startedAt);
                }
                catch (Exception exception) when (!_flow.Aborted.IsCancellationRequested)
                {
                    failed = true;
                    _meter.Fail();
                    _flow.Fail(_meter.Name, exception);
                }
                catch (Exception) when (_flow.Aborted.IsCancellationRequested)
                {
                    // What was under way is given up like what waited, so that the counters add up.
                    _meter.Drop();
                    throw;
                }
            }

            if (!failed)
            {
                // An aborted source closes the channel like one that has ended.
                _flow.Aborted.ThrowIfCancellationRequested();
                await _body.CompleteAsync(_flow.Aborted);
            }
        }
        catch (Exception exception) when (!_flow.Aborted.IsCancellationRequested)
        {
            _meter.Fail();
            _flow.Fail(_meter.Name, exception);
        }
        catch (Exception) when (_flow.Aborted.IsCancellationRequested)
        {
            // Aborted: whatever broke on the way out does not matter any more. The dataflow says that it was aborted.
        }
        finally
        {
            Complete();
            while (_channel.Reader.TryRead(out T? item))
            {
                Discard(item);
            }

            _body.Closed();
        }
    }

    private void Discard(T item)
    {
        _meter.Drop();
        (item as IDisposable)?.Dispose();
    }
}

/// <summary>What a stage does with its items.</summary>
/// <typeparam name="T">What arrives. Disposed by the stage when it is dropped; else the body takes over its ownership.</typeparam>
internal abstract class StageBody<T>
{
    /// <summary>Processes one item.</summary>
    public abstract ValueTask ProcessAsync(T item, CancellationToken cancellationToken);

    /// <summary>Everything has been processed: pass on what was held back. Not called after a failure.</summary>
    public virtual ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The stage has ended, well or not: tell the stages downstream that nothing more will come.</summary>
    public virtual void Closed()
    {
    }
}
