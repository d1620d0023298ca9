using System.Runtime.InteropServices;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks to stop and finish what is under way, the second to abort at once. Who sends SIGTERM kills a few seconds later (a container's engine after 10), so that
/// what is under way then, such as a question to a service that hangs, gets <see cref="Grace"/> and is aborted.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What is under way gets this long after SIGTERM.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    /// <summary>Begins to listen.</summary>
    /// <param name="onStop">Is called with the first signal.</param>
    /// <param name="grace">What is under way gets this long after SIGTERM; null for five seconds.</param>
    public Interruption(Action onStop, TimeSpan? grace = null)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _signals) > 1)
            {
                _abort.Cancel();
                return;
            }

            if (context.Signal == PosixSignal.SIGTERM)
            {
                _abort.CancelAfter(grace ?? Grace);
            }

            _stop.Cancel();
            onStop();
        }
    }

    /// <summary>Asked to stop and finish what is under way.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Asked to end at once.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>Both, as a run takes them.</summary>
    public RunSignals Signals => new(Stop, Abort);

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _stop.Dispose();
        _abort.Dispose();
    }
}
