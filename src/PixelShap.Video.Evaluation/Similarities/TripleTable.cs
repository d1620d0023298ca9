using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Similarity;
using PixelShap.Video.Files;

namespace PixelShap.Video.Evaluation.Similarities;

/// <summary>A reference answer, the same said otherwise, and something else said alike.</summary>
/// <param name="Kind">What the difference is in, for example <c>negation</c>.</param>
/// <param name="Reference">The answer.</param>
/// <param name="Same">Another wording of it.</param>
/// <param name="Other">An answer that says something else.</param>
public sealed record Triple(string Kind, string Reference, string Same, string Other);

/// <summary>Answers that all say the same.</summary>
/// <param name="Answers">The wordings; the others are compared with the first.</param>
public sealed record ParaphraseGroup(string[] Answers);

/// <summary>What a similarity does on triples.</summary>
/// <param name="Triples">Their number.</param>
/// <param name="Right">The share in which the paraphrase is more like the reference than the other answer is, 0 to 1; equal is wrong.</param>
/// <param name="ByKind">The share per kind.</param>
/// <param name="NoiseMean">The mean v between wordings of one answer; 0 without groups.</param>
public sealed record TripleSummary(
    [property: JsonPropertyName("triples")] int Triples,
    [property: JsonPropertyName("right")] double Right,
    [property: JsonPropertyName("by_kind")] SortedDictionary<string, double> ByKind,
    [property: JsonPropertyName("noise_mean")] double NoiseMean);

/// <summary>Triples and groups of paraphrases to measure similarities on.</summary>
/// <param name="Format">1.</param>
/// <param name="Triples">The triples.</param>
/// <param name="Noise">The groups.</param>
public sealed record TripleTable(int Format, Triple[] Triples, ParaphraseGroup[] Noise)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads <c>{"format": 1, "triples": [...], "noise": [...]}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is no such file; the message says why.</exception>
    public static TripleTable Read(Stream json)
    {
        try
        {
            TripleTable? table = JsonSerializer.Deserialize<TripleTable>(json, Options);
            if (table is { Format: 1, Triples.Length: 0 })
            {
                throw new InvalidDataException("the file holds no \"triples\"");
            }

            bool isWhole = table is { Format: 1, Triples: not null }
                && table.Triples.All(triple => triple is { Kind: not null, Reference: not null, Same: not null, Other: not null })
                && (table.Noise ?? []).All(group => group?.Answers is not null);
            return isWhole ? table! with { Noise = table.Noise ?? [] } : throw new InvalidDataException("the file holds no \"triples\" of \"format\" 1, or one of them lacks a text");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the file is not a table of triples: {Cause.Of(exception)}", exception);
        }
    }

    /// <summary>Measures a similarity, each pair by itself.</summary>
    public async ValueTask<TripleSummary> MeasureAsync(ITextSimilarity similarity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        var kinds = new SortedDictionary<string, List<bool>>(StringComparer.Ordinal);
        foreach (Triple triple in Triples)
        {
            IReadOnlyList<double> values = await similarity.CompareAsync(triple.Reference, [triple.Same, triple.Other], cancellationToken).ConfigureAwait(false);
            kinds.TryAdd(triple.Kind, []);
            kinds[triple.Kind].Add(values[0] > values[1]);
        }

        var likeness = new List<double>();
        foreach (ParaphraseGroup group in Noise.Where(group => group.Answers.Length > 1))
        {
            likeness.AddRange(await similarity.CompareAsync(group.Answers[0], group.Answers[1..], cancellationToken).ConfigureAwait(false));
        }

        return new TripleSummary(
            Triples.Length,
            Share(kinds.Values.SelectMany(right => right)),
            new SortedDictionary<string, double>(kinds.ToDictionary(kind => kind.Key, kind => Share(kind.Value)), StringComparer.Ordinal),
            likeness.DefaultIfEmpty(0).Average());
    }

    private static double Share(IEnumerable<bool> right) => right.Select(isRight => isRight ? 1.0 : 0).DefaultIfEmpty(0).Average();
}
