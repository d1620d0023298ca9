using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Fleet.Work;

/// <summary>Watches a run for its worker: how far it is goes into the database with the next renewal.</summary>
/// <param name="openLog">Opens the log.</param>
/// <param name="report">Is told how far it is.</param>
internal sealed class WorkObserver(Func<string, IRunLog> openLog, Action<string> report) : IRunObserver
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public async Task ShowAsync(Func<RunProgress> read, Func<Task> work)
    {
        Task working = work();
        while (!working.IsCompleted)
        {
            RunProgress progress = read();
            report(progress.Total is { } total ? FormattableString.Invariant($"{progress.Phase} {progress.Done}/{total}") : FormattableString.Invariant($"{progress.Phase} {progress.Done}"));
            await Task.WhenAny(working, Task.Delay(Look));
        }

        await working;
    }

    public void Warn(string warning) => report(warning);

    public IRunLog OpenLog(string path) => openLog(path);
}
