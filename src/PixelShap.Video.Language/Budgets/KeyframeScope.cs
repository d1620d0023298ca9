namespace PixelShap.Video.Language.Budgets;

/// <summary>What the questions of one keyframe have spent, and until when they may be answered.</summary>
/// <param name="timeout">How long the keyframe may take; zero for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyframeScope(TimeSpan timeout, TimeProvider time) : QuestionScope
{
    private readonly CancellationTokenSource? _deadline = timeout > TimeSpan.Zero ? new CancellationTokenSource(timeout, time) : null;

    /// <summary>What was spent or set aside; read and written under the lock of the ledger.</summary>
    public Account Spent { get; set; }

    /// <summary>Cancelled when the time of the keyframe is over.</summary>
    public CancellationToken Deadline => _deadline?.Token ?? CancellationToken.None;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _deadline?.Dispose();
        base.Dispose(disposing);
    }
}
