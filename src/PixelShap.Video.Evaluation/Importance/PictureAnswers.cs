using PixelShap.Games;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>Asks questions about one picture and its masked versions, each question once and not too many at the same time.</summary>
internal sealed class PictureAnswers(IVisionLanguageModel model, int concurrency) : IDisposable
{
    private readonly AnswerMemory _memory = new((_, _, _) => ValueTask.CompletedTask);
    private readonly SemaphoreSlim _calls = new(concurrency);

    /// <summary>The answer to a question about a masked version.</summary>
    /// <exception cref="UnansweredException">There is none.</exception>
    public async Task<string> AskAsync(MaskedPictures pictures, Coalition visible, string prompt, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        try
        {
            using MaskedPicture masked = pictures.Rent(visible);
            return await _memory.AskAsync(model, new Question(masked.Image, prompt) { Cache = masked.Cache }, cancellationToken);
        }
        finally
        {
            _calls.Release();
        }
    }

    /// <summary>The answer to a question about the whole picture.</summary>
    /// <exception cref="UnansweredException">There is none.</exception>
    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => _memory.AskAsync(model, question, cancellationToken);

    public void Dispose() => _calls.Dispose();
}
