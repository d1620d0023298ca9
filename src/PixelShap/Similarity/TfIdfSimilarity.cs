namespace PixelShap.Similarity;

/// <summary>
/// Cosine of TF-IDF vectors, fitted on the baseline and all answers, as scikit-learn's <c>TfidfVectorizer</c> with its defaults:
/// lower case, words of two or more word characters, idf = ln((1 + d) / (1 + df)) + 1, raw term counts, Euclidean norm.
/// </summary>
/// <remarks>A text without such words has no direction: it is like its very copy (1) and unlike all else (0).</remarks>
public sealed class TfIdfSimilarity : ITextSimilarity
{
    /// <inheritdoc/>
    public string Name => "tfidf";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> CompareAsync(
        string baseline, IReadOnlyList<string> answers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<double>>(Compare(baseline, answers));

    /// <summary>Compares every answer with the baseline; values from 0 to 1.</summary>
    public static double[] Compare(string baseline, IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(answers);
        Dictionary<string, int> reference = WordTokenizer.Count(baseline);
        Dictionary<string, int>[] documents = [.. answers.Select(WordTokenizer.Count)];
        var frequency = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in documents.Append(reference).SelectMany(document => document.Keys))
        {
            frequency[word] = frequency.GetValueOrDefault(word) + 1;
        }

        double Weight(KeyValuePair<string, int> term) =>
            term.Value * (Math.Log((2.0 + documents.Length) / (1 + frequency[term.Key])) + 1);
        double Norm(Dictionary<string, int> document) => Math.Sqrt(document.Sum(term => Weight(term) * Weight(term)));

        double referenceNorm = Norm(reference);
        var similarities = new double[documents.Length];
        for (int i = 0; i < documents.Length; i++)
        {
            double norm = Norm(documents[i]);
            double product = documents[i]
                .Where(term => reference.ContainsKey(term.Key))
                .Sum(term => Weight(term) * Weight(KeyValuePair.Create(term.Key, reference[term.Key])));
            similarities[i] = string.Equals(answers[i], baseline, StringComparison.Ordinal) ? 1
                : product == 0 ? 0
                : Math.Min(product / (norm * referenceNorm), 1);
        }

        return similarities;
    }
}
