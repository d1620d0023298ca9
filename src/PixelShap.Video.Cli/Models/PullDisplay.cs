using PixelShap.Video.Cli.Terminal;
using Spectre.Console;

namespace PixelShap.Video.Cli.Models;

/// <summary>Told how far a pull is.</summary>
internal interface IPullDisplay
{
    /// <summary>Says something.</summary>
    void Say(string message);

    /// <summary>So many bytes of a file are there.</summary>
    void Show(string file, long done, long? total);

    /// <summary>A file is there and checked.</summary>
    void Done(string file, long size, string how);
}

/// <summary>A bar on a terminal; elsewhere a line per file.</summary>
internal sealed class PullDisplay : IPullDisplay
{
    private readonly IAnsiConsole _console = Consoles.Error();
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private ProgressContext? _context;

    /// <summary>Runs a pull and shows it.</summary>
    public Task RunAsync(Func<IPullDisplay, Task> pull)
    {
        if (!_console.Profile.Capabilities.Interactive || !_console.Profile.Capabilities.Ansi)
        {
            return pull(this);
        }

        return _console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                _context = context;
                return pull(this);
            });
    }

    public void Say(string message) => _console.MarkupLineInterpolated($"{message}");

    public void Show(string file, long done, long? total)
    {
        if (_context is null)
        {
            return;
        }

        if (!_tasks.TryGetValue(file, out ProgressTask? task))
        {
            _tasks[file] = task = _context.AddTask(Markup.Escape(file));
        }

        task.IsIndeterminate = total is null;
        task.MaxValue = total ?? Math.Max(1, done);
        task.Value = done;
    }

    public void Done(string file, long size, string how)
    {
        Show(file, size, size);
        Say($"{file}: {ByteSize.Of(size)}, {how}");
    }
}

/// <summary>Bytes for people.</summary>
internal static class ByteSize
{
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0} MB",
        _ => $"{bytes / 1e9:0.0} GB",
    };
}
