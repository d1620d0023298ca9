namespace PixelShap.Video.Language;

/// <summary>Turns texts into vectors whose directions tell how alike the texts are. Thread-safe.</summary>
public interface ITextEmbedder : IDisposable
{
    /// <summary>The model, for reports and people, for example <c>all-MiniLM-L6-v2.onnx</c>.</summary>
    string Id { get; }

    /// <summary>Embeds texts.</summary>
    /// <returns>One vector per text, all of the same length. The same text always gets the same vector, whatever it is asked with.</returns>
    /// <exception cref="PixelShapException">The texts cannot be embedded; the message says why.</exception>
    ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
