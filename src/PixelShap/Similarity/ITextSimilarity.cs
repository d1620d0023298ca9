namespace PixelShap.Similarity;

/// <summary>How alike answers are to a baseline answer: v(S) = cos(E(y), E(y(S))) (PixelSHAP, equation 4).</summary>
public interface ITextSimilarity
{
    /// <summary>The name in configuration and reports, for example <c>tfidf</c>.</summary>
    string Name { get; }

    /// <summary>Compares every answer with the baseline.</summary>
    /// <returns>One cosine per answer, −1 to 1 and never NaN; exactly 1 for an answer that is the baseline's very text.</returns>
    /// <remarks>The similarity may be fitted on all the texts, so that an answer's value depends on the others.</remarks>
    ValueTask<IReadOnlyList<double>> CompareAsync(string baseline, IReadOnlyList<string> answers, CancellationToken cancellationToken);
}
