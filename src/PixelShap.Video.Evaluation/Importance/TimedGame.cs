using PixelShap.Games;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>Passes a game on and measures how long an estimator computes between its questions.</summary>
internal sealed class TimedGame(TimeProvider time, IGame game) : IGame
{
    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _asking;

    public int PlayerCount => game.PlayerCount;

    public double FullValue => game.FullValue;

    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        long askedAt = time.GetTimestamp();
        IReadOnlyList<Observation> seen = await game.AskAsync(coalitions, cancellationToken);
        _asking += time.GetElapsedTime(askedAt);
        return seen;
    }

    /// <summary>Seconds so far, without those spent asking.</summary>
    public double OwnSeconds() => (time.GetElapsedTime(_startedAt) - _asking).TotalSeconds;
}
