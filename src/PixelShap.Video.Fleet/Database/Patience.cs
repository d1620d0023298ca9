using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PixelShap.Video.Fleet.Database;

/// <summary>Waits for a database that is away, and asks again. A worker then pauses: nothing that it knows is lost, and nothing is paid for that could not be kept.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told.</param>
internal sealed partial class Patience(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(2);

    /// <summary>Does something until it succeeds, fails for good or is cancelled. It must be harmless to do it twice: a commit may have come through although its reply did not.</summary>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        TimeSpan pause = First;
        bool isTold = false;
        while (true)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (Exception exception) when (IsPassing(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (!isTold)
                {
                    Log.Away(logger, exception.Message);
                    isTold = true;
                }

                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
    }

    /// <summary>Whether the same may succeed later.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => false,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is SocketException or IOException or TimeoutException,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The database is away, and work waits for it: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
