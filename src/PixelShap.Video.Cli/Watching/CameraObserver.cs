using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Runs.Ports;
using Spectre.Console;

namespace PixelShap.Video.Cli.Watching;

/// <summary>Watches the run of one of several cameras: no progress of its own, warnings with its name.</summary>
/// <param name="camera">The name.</param>
/// <param name="console">Where to.</param>
/// <param name="verbose">Whether every line of the log is shown.</param>
internal sealed class CameraObserver(string camera, IAnsiConsole console, bool verbose) : IRunObserver
{
    public Task ShowAsync(Func<RunProgress> read, Func<Task> work) => work();

    public void Warn(string warning) => console.MarkupLineInterpolated($"[yellow]warning:[/] {camera}: {warning}");

    public IRunLog OpenLog(string path) => new RunLog(path, console, verbose);
}
