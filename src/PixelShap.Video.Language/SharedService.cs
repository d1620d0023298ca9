namespace PixelShap.Video.Language;

/// <summary>What the processes of a fleet share about services: answers that one has paid for, and limits that hold for all together.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="Limits">The limits.</param>
public sealed record SharedService(ISharedAnswers Answers, ISharedLimits Limits);

/// <summary>Answers that several processes share, by the hash of what was asked. Thread-safe.</summary>
public interface ISharedAnswers
{
    /// <summary>An answer as it was stored; null where nobody has stored one.</summary>
    /// <param name="key">SHA-256 of what was asked, in hexadecimal.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores an answer. When it returns, every other process finds it.</summary>
    /// <param name="key">SHA-256 of what was asked, in hexadecimal.</param>
    /// <param name="answer">The answer, as <see cref="FindAsync"/> is to give it back.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken);
}

/// <summary>Limits of services that hold for several processes together. Thread-safe.</summary>
public interface ISharedLimits
{
    /// <summary>Takes the next place in the order of requests.</summary>
    /// <param name="service">The address of the service.</param>
    /// <param name="tokens">The most tokens that the request takes.</param>
    /// <param name="cost">The most that it costs, in the currency of the settings.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How long to wait before it is sent.</returns>
    /// <exception cref="PixelShapException">The money of all together is spent.</exception>
    Task<TimeSpan> SpendAsync(string service, long tokens, double cost, CancellationToken cancellationToken);

    /// <summary>Replaces what was set aside for a request by what it really cost.</summary>
    /// <param name="service">The address of the service.</param>
    /// <param name="setAside">What was given to <see cref="SpendAsync"/>.</param>
    /// <param name="cost">What it cost.</param>
    Task SettleAsync(string service, double setAside, double cost);
}
