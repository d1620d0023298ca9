using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// Cosine of sentence embeddings (PixelSHAP, equation 4). Each text is embedded once. Unlike TF-IDF it is not fitted on the answers, so a
/// value does not move when more answers come. Owns its embedder. Thread-safe.
/// </summary>
public sealed class EmbeddingSimilarity : ITextSimilarity, IDisposable
{
    /// <summary>The number of embeddings remembered; many times what one keyframe needs.</summary>
    public const int Capacity = 4096;

    // Two sentences that no embedder worth its name takes for the same.
    private static readonly string[] Probes = ["A pedestrian is crossing the road right in front of us.", "The sky is blue."];

    private readonly ITextEmbedder _embedder;
    private readonly Dictionary<string, float[]> _vectors = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Lock _lock = new();

    private EmbeddingSimilarity(ITextEmbedder embedder) => _embedder = embedder;

    /// <inheritdoc/>
    public string Name => "embedding";

    /// <summary>Takes over an embedder after trying it out, so that a wrong one is found before an answer has been paid for.</summary>
    /// <exception cref="PixelShapException">The embedder fails, or its vectors say nothing: not finite, zero, of different lengths, or the same for
    /// different sentences.</exception>
    public static async Task<EmbeddingSimilarity> CreateAsync(ITextEmbedder embedder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        try
        {
            var similarity = new EmbeddingSimilarity(embedder);
            double cosine = (await similarity.CompareAsync(Probes[0], [Probes[1]], cancellationToken))[0];
            return cosine < 0.9999 ? similarity : throw Useless(embedder, "it gives two quite different sentences the same vector");
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<double>> CompareAsync(string baseline, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(answers);
        Dictionary<string, float[]> vectors = await EmbedAsync([baseline, .. answers], cancellationToken);
        float[] reference = vectors[baseline];
        return [.. answers.Select(answer => string.Equals(answer, baseline, StringComparison.Ordinal) ? 1 : Math.Clamp(Dot(reference, vectors[answer]), -1, 1))];
    }

    /// <inheritdoc/>
    public void Dispose() => _embedder.Dispose();

    /// <summary>The unit vectors of texts, remembered or made now.</summary>
    private async ValueTask<Dictionary<string, float[]>> EmbedAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var missing = new List<string>();
        lock (_lock)
        {
            foreach (string text in texts.Distinct(StringComparer.Ordinal))
            {
                if (_vectors.TryGetValue(text, out float[]? known))
                {
                    vectors[text] = known;
                }
                else
                {
                    missing.Add(text);
                }
            }
        }

        if (missing.Count == 0)
        {
            return vectors;
        }

        IReadOnlyList<float[]> made = await _embedder.EmbedAsync(missing, cancellationToken);
        if (made.Count != missing.Count)
        {
            throw Useless(_embedder, $"it gives {made.Count} vectors for {missing.Count} texts");
        }

        int length = vectors.Count > 0 ? vectors.First().Value.Length : made[0].Length;
        foreach ((string text, float[] vector) in missing.Zip(made))
        {
            vectors[text] = vector.Length == length ? Unit(vector) : throw Useless(_embedder, $"it gives vectors of {length} and of {vector.Length} numbers");
        }

        Remember(missing, vectors);
        return vectors;
    }

    private void Remember(List<string> texts, Dictionary<string, float[]> vectors)
    {
        lock (_lock)
        {
            foreach (string text in texts)
            {
                if (_vectors.TryAdd(text, vectors[text]))
                {
                    _order.Enqueue(text);
                    if (_order.Count > Capacity)
                    {
                        _vectors.Remove(_order.Dequeue());
                    }
                }
            }
        }
    }

    private float[] Unit(float[] vector)
    {
        double norm = Math.Sqrt(Dot(vector, vector));
        return norm > 0 && double.IsFinite(norm)
            ? [.. vector.Select(value => (float)(value / norm))]
            : throw Useless(_embedder, double.IsFinite(norm) ? "it gives a vector of zeros" : "it gives numbers that are not finite");
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static PixelShapException Useless(ITextEmbedder embedder, string reason) => new(
        ExitCode.Usage,
        $"The embedding model {embedder.Id} cannot tell answers apart: {reason}.",
        "Set attribution.embedder.model to a sentence embedding model such as all-MiniLM-L6-v2, or attribution.similarity to tfidf.");
}
