namespace PixelShap.Video.Language.Reliability;

/// <summary>
/// Lets requests through one at a time until the service has answered one: a wrong key, a refused setting or a model without eyes then costs one request and not as
/// many as may be under way together. What ends the run ends it for those who still wait. Thread-safe.
/// </summary>
internal sealed class FirstReply : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isThere;
    private volatile PixelShapException? _end;

    /// <summary>Whether the service has answered.</summary>
    public bool IsThere => _isThere;

    /// <summary>Waits for the turn.</summary>
    /// <returns>To be disposed of when the request is over.</returns>
    /// <exception cref="PixelShapException">Another request has ended the run.</exception>
    public async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        if (_isThere)
        {
            return default;
        }

        await _turn.WaitAsync(cancellationToken);
        var turn = new Turn(_turn);
        try
        {
            ThrowIfEnded();
        }
        catch
        {
            turn.Dispose();
            throw;
        }

        if (_isThere)
        {
            turn.Dispose();
            return default;
        }

        return turn;
    }

    /// <summary>The service has answered.</summary>
    public void Came() => _isThere = true;

    /// <summary>Nothing more may be asked.</summary>
    public void End(PixelShapException end) => _end ??= end;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void ThrowIfEnded()
    {
        if (_end is { } end)
        {
            throw new PixelShapException(end.ExitCode, end.Message, end.Remedy, end);
        }
    }

    /// <summary>The turn of one request; none where no turns are needed any more.</summary>
    internal readonly struct Turn(SemaphoreSlim? turn) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => turn?.Release();
    }
}
