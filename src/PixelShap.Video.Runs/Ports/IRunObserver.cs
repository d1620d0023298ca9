using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Watches a run for whoever started it: a terminal, a page, a worker.</summary>
public interface IRunObserver
{
    /// <summary>Shows progress until <paramref name="work"/> has ended, and passes its exception on.</summary>
    Task ShowAsync(Func<RunProgress> read, Func<Task> work);

    /// <summary>Tells a person what they should know, where no log is open.</summary>
    void Warn(string warning);

    /// <summary>Opens the log of a run.</summary>
    /// <param name="path">The file, which takes everything.</param>
    IRunLog OpenLog(string path);
}

/// <summary>The log of a run.</summary>
public interface IRunLog : IDisposable
{
    /// <summary>Makes the loggers of the parts.</summary>
    ILoggerFactory Factory { get; }

    /// <summary>The logger of the run itself.</summary>
    ILogger Logger { get; }
}
