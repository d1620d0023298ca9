using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Web.Jobs;

/// <summary>Keeps how far a run is, for whoever asks. Thread-safe.</summary>
/// <param name="openLog">Opens the log of a run.</param>
internal sealed class JobObserver(Func<string, IRunLog> openLog) : IRunObserver
{
    private readonly Lock _lock = new();
    private readonly List<string> _warnings = [];
    private Func<RunProgress>? _read;

    /// <summary>How far it is; null between two phases.</summary>
    public RunProgress? Progress => Volatile.Read(ref _read)?.Invoke();

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_lock)
            {
                return [.. _warnings];
            }
        }
    }

    /// <inheritdoc/>
    public async Task ShowAsync(Func<RunProgress> read, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Volatile.Write(ref _read, read);
        try
        {
            await work();
        }
        finally
        {
            Volatile.Write(ref _read, null);
        }
    }

    /// <inheritdoc/>
    public void Warn(string warning)
    {
        lock (_lock)
        {
            _warnings.Add(warning);
        }
    }

    /// <inheritdoc/>
    public IRunLog OpenLog(string path) => openLog(path);
}
