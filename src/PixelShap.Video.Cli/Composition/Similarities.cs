using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Embedding;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The measures of how alike two answers are, by name. A new one is a class and a line here.</summary>
internal static class Similarities
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SimilarityEntry> All { get; } =
    [
        SimilarityEntry.OfTexts("tfidf", "compares their words", static () => new TfIdfSimilarity()),
        SimilarityEntry.OfTexts("words", "compares words and what they state: sides, numbers, colours, negation; depends on the two answers alone", static () => new WordsSimilarity()),
        new(Embedding, "compares their meaning, through the model of 'embedder'", EmbeddingAsync),
    ];

    private const string Embedding = "embedding";

    /// <summary>The file of the embedding model; null where there is none on this machine.</summary>
    public static string? EmbedderFile(PipelineConfiguration configuration, string baseDirectory) =>
        configuration.Attribution is { Similarity: Embedding, Embedder: { Provider: EmbedderProvider.Onnx, Model.Length: > 0 } embedder }
            ? ModelLocator.PulledOrPath(embedder.Model, Path.GetFullPath(baseDirectory))
            : null;

    private static async Task<ITextSimilarity> EmbeddingAsync(SimilarityParts parts, CancellationToken cancellationToken)
    {
        EmbedderConfiguration embedder = parts.Configuration.Attribution.Embedder;
        if (embedder.Model.Length == 0)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                "attribution.similarity is 'embedding', but attribution.embedder.model names no model.",
                "Set attribution.embedder.model to the ONNX file of a sentence embedding model, or attribution.similarity to tfidf.");
        }

        if (EmbedderFile(parts.Configuration, parts.BaseDirectory) is not { } file)
        {
            // Model and embedder are asked on one account: what one spends, the other cannot.
            ITextEmbedder service = LanguageModels.Embedder(
                embedder, parts.Configuration.Vlm, parts.Configuration.Seed, parts.BaseDirectory, TimeProvider.System, account: LanguageModels.AccountOf(parts.Model));
            return await EmbeddingSimilarity.CreateAsync(service, cancellationToken);
        }

        string? vocabulary = embedder.Vocabulary == "auto" ? null : Path.GetFullPath(embedder.Vocabulary, Path.GetFullPath(parts.BaseDirectory));
        return await EmbeddingSimilarity.CreateAsync(OnnxTextEmbedder.Load(file, vocabulary), cancellationToken);
    }
}

/// <summary>A measure that can be chosen by name.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Help">What it does, for people: a part of a sentence.</param>
/// <param name="CreateAsync">Makes one, and tries it out.</param>
internal sealed record SimilarityEntry(string Name, string Help, Func<SimilarityParts, CancellationToken, Task<ITextSimilarity>> CreateAsync)
{
    /// <summary>Makes one that needs nothing but the texts; null for those that need settings.</summary>
    public Func<ITextSimilarity>? Create { get; private init; }

    /// <summary>A measure that needs nothing but the texts.</summary>
    public static SimilarityEntry OfTexts(string name, string help, Func<ITextSimilarity> create) =>
        new(name, help, (_, _) => Task.FromResult(create())) { Create = create };
}

/// <summary>What a measure is made of.</summary>
/// <param name="Configuration">The settings.</param>
/// <param name="BaseDirectory">Where relative paths in them start.</param>
/// <param name="Model">Whose answers are compared.</param>
internal sealed record SimilarityParts(PipelineConfiguration Configuration, string BaseDirectory, IVisionLanguageModel Model);
