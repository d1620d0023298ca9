namespace PixelShap.Video;

/// <summary>An error that the user can mend. The message is one clear sentence; the remedy says what to do.</summary>
public sealed class PixelShapException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="exitCode">The exit code of the command.</param>
    /// <param name="message">What is wrong, in one sentence, naming the file, key or address.</param>
    /// <param name="remedy">What to do about it, in one sentence.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public PixelShapException(ExitCode exitCode, string message, string remedy, Exception? innerException = null)
        : base(message, innerException)
    {
        ExitCode = exitCode;
        Remedy = remedy;
    }

    /// <summary>The exit code of the command.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}

/// <summary>The exit codes of the command.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The run failed.</summary>
    Failed = 1,

    /// <summary>Wrong usage or configuration.</summary>
    Usage = 2,

    /// <summary>The input cannot be read.</summary>
    Input = 3,

    /// <summary>A budget or a service limit ended the run early; the results so far are complete.</summary>
    Limit = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 130,
}
