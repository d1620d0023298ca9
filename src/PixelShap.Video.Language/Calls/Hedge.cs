using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Calls;

/// <summary>One attempt at a question.</summary>
/// <typeparam name="T">What the service is asked for.</typeparam>
/// <param name="Outcome">How the question ended; null where it may be asked again.</param>
internal sealed record Attempt<T>(CallOutcome<T>? Outcome)
{
    /// <summary>Why another attempt is needed; null where none is.</summary>
    public CallFailedException? Failure { get; init; }

    /// <summary>Which refused setting is left out the next time, at once; null for none.</summary>
    public string? Refused { get; init; }
}

/// <summary>Asks a second time beside the first where the reply is slow, and takes the first reply.</summary>
internal static class Hedge
{
    /// <summary>Asks once, or twice at the same time.</summary>
    /// <typeparam name="T">What the service is asked for.</typeparam>
    /// <param name="ask">Asks; told whether it is the second time.</param>
    /// <param name="patience">Seconds before the second time; 0 for never.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public static async Task<Attempt<T>> AskAsync<T>(Func<bool, CancellationToken, Task<Attempt<T>>> ask, double patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (patience == 0)
        {
            return await ask(false, cancellationToken);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Attempt<T>> first = ask(false, over.Token), second = first;
        if (await Task.WhenAny(first, Task.Delay(TimeSpan.FromSeconds(patience), time, over.Token)) != first)
        {
            second = ask(true, over.Token);
            await Task.WhenAny(first, second);
            if (!HasReply(first) && !HasReply(second))
            {
                await ((Task)Task.WhenAll(first, second)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Task<Attempt<T>> winner = HasReply(second) && !HasReply(first) ? second : first;
        await over.CancelAsync();
        await ((Task)Task.WhenAll(first, second)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await winner;

        static bool HasReply(Task<Attempt<T>> task) => task is { IsCompletedSuccessfully: true, Result.Outcome.Reply: not null };
    }
}
