namespace PixelShap.Video.Fleet;

/// <summary>Where the parts of a fleet are, and how its workers share the work.</summary>
public sealed record FleetOptions
{
    /// <summary>The variable that holds <see cref="Database"/>: a connection string has a password, which is not for a command line.</summary>
    public const string DatabaseVariable = "PIXELSHAP_DATABASE";

    /// <summary>The variable that holds <see cref="Queue"/>.</summary>
    public const string QueueVariable = "PIXELSHAP_NATS";

    /// <summary>The variable that holds <see cref="Storage"/>.</summary>
    public const string StorageVariable = "PIXELSHAP_STORAGE";

    /// <summary>The connection string of PostgreSQL, as Npgsql takes it.</summary>
    public required string Database { get; init; }

    /// <summary>The address of NATS, for example <c>nats://127.0.0.1:4222</c>; several are separated by commas.</summary>
    public required string Queue { get; init; }

    /// <summary>Where clips come from and results go to: a folder, or <c>s3://bucket/prefix</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>How long a worker keeps a run that it says nothing of. The default value is 30 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker keeps a camera that it says nothing of. The default value is 3 seconds.</summary>
    public TimeSpan CameraLease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Starts after which a run is a dead letter. The default value is 3.</summary>
    public int MostStarts { get; init; } = 3;

    /// <summary>The most messages that wait in the queue of one consumer; what is beyond waits in the database. The default value is 5,000.</summary>
    public int Window { get; init; } = 5000;

    /// <summary>Whether a worker gives a run up by its own clock when nobody has confirmed its lease in time. Off only where the fence is to be tried. The default value is true.</summary>
    public bool Deadline { get; init; } = true;
}
