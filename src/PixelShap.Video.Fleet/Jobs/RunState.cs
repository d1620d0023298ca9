namespace PixelShap.Video.Fleet.Jobs;

/// <summary>The states of a run, as they stand in the database.</summary>
public static class RunState
{
    /// <summary>Nobody works on it.</summary>
    public const string Waiting = "waiting";

    /// <summary>A worker has it.</summary>
    public const string Running = "running";

    /// <summary>Its results are there.</summary>
    public const string Done = "done";

    /// <summary>A budget or service limit ended it early: results so far are there, and <c>fleet retry</c> goes on.</summary>
    public const string Limited = "limited";

    /// <summary>It cannot succeed: the input is unreadable or the settings are wrong.</summary>
    public const string Failed = "failed";

    /// <summary>It was started as often as is allowed and never came to an end.</summary>
    public const string Dead = "dead";

    /// <summary>Somebody cancelled it.</summary>
    public const string Cancelled = "cancelled";
}
