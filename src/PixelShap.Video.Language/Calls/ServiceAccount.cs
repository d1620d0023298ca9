using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language.Calls;

/// <summary>What a run has spent on its services, how fast they may be asked, and what is being waited for: shared by all models of the run. Thread-safe.</summary>
public sealed class ServiceAccount : IDisposable
{
    /// <summary>Opens an account.</summary>
    /// <param name="configuration">The limits and budgets under <c>vlm</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about long waits.</param>
    /// <param name="shared">What other processes know and spend; null for a process that stands alone. The default value is null.</param>
    public ServiceAccount(VlmConfiguration configuration, TimeProvider time, ILogger logger, SharedService? shared = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Waits = new Waits(time, logger);
        Shared = shared;
        Ledger = new CallLedger(configuration.Budget);
        VlmLimits limits = configuration.Limits;
        Requests = limits.RequestsPerMinute > 0 ? new MinuteLimit(limits.RequestsPerMinute, time, Waits) : null;
        Tokens = limits.TokensPerMinute > 0 ? new MinuteLimit(limits.TokensPerMinute, time, Waits) : null;
    }

    internal CallLedger Ledger { get; }

    internal Waits Waits { get; }

    internal SharedService? Shared { get; }

    internal MinuteLimit? Requests { get; }

    internal MinuteLimit? Tokens { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Requests?.Dispose();
        Tokens?.Dispose();
    }
}
