using PixelShap.Masking;

namespace PixelShap.Video.Language;

/// <summary>Answers a question about an image. Thread-safe.</summary>
public interface IVisionLanguageModel : IAsyncDisposable
{
    /// <summary>Provider and model, for cache keys, reports and people, for example <c>narrator (rule-based stand-in)</c>.</summary>
    string Id { get; }

    /// <summary>Asks once. Retries, if any, happen inside.</summary>
    /// <exception cref="PixelShapException">No answer can be had; the message says why.</exception>
    Task<Answer> AskAsync(Question question, CancellationToken cancellationToken);
}

/// <summary>What a vision-language model is asked: pixels and prompt, nothing else.</summary>
/// <param name="Image">The image; valid until the answer is there.</param>
/// <param name="Prompt">The prompt.</param>
public readonly record struct Question(BgrImage Image, string Prompt);

/// <summary>An answer.</summary>
/// <param name="Text">The text, trimmed; may be empty.</param>
public sealed record Answer(string Text);
