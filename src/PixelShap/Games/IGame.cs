namespace PixelShap.Games;

/// <summary>A cooperative game whose values are expensive: each new coalition may cost one call of a vision-language model.</summary>
public interface IGame
{
    /// <summary>The number of players n, 0 to <see cref="Coalition.MaxPlayers"/>.</summary>
    int PlayerCount { get; }

    /// <summary>v(N), the value of the unmasked image. It is known before the first call; 1 for a similarity with the baseline answer. For a
    /// similarity with another answer it may move a little with every asking, as the other values do.</summary>
    double FullValue => 1;

    /// <summary>
    /// Asks for the values of <paramref name="coalitions"/>, which may be evaluated at the same time, and returns the values of
    /// <b>every</b> coalition asked so far, in the order of first asking. Earlier values may have moved a little: a similarity
    /// fitted on all answers, such as TF-IDF, is fitted again. v(N) costs nothing.
    /// </summary>
    /// <remarks>A coalition whose answer could not be had (refused, failed) is missing from the result.</remarks>
    ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken);
}

/// <summary>The observed value of one coalition, v(S).</summary>
/// <param name="Coalition">The visible players S.</param>
/// <param name="Value">v(S); for cosine similarities of non-negative vectors in [0, 1].</param>
public readonly record struct Observation(Coalition Coalition, double Value);
