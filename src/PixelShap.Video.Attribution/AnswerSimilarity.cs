
namespace PixelShap.Video.Attribution;

/// <summary>How answers are compared.</summary>
public enum AnswerSimilarity
{
    /// <summary>Cosine of TF-IDF vectors.</summary>
    Tfidf,

    /// <summary>Cosine of sentence embeddings.</summary>
    Embedding,
}
