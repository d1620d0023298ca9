using PixelShap.Video.Runs.Ports;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows a run on the error output.</summary>
internal sealed class TerminalObserver(bool verbose = false) : IRunObserver
{
    private readonly IAnsiConsole _console = Consoles.Error();

    public Task ShowAsync(Func<RunProgress> read, Func<Task> work) => new ProgressDisplay(_console, TimeProvider.System).ShowAsync(read, work);

    public void Warn(string warning) => _console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");

    public IRunLog OpenLog(string path) => new RunLog(path, _console, verbose);
}
