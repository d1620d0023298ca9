using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Evaluation;

/// <summary>Asks one question about one picture and its masked versions, each version once and not too many at the same time.</summary>
internal sealed class PictureAnswers(IVisionLanguageModel model, int concurrency) : IDisposable
{
    private readonly AnswerMemory _memory = new((_, _, _) => ValueTask.CompletedTask);
    private readonly SemaphoreSlim _calls = new(concurrency);

    public async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        try
        {
            return await _memory.AskAsync(model, question, cancellationToken);
        }
        finally
        {
            _calls.Release();
        }
    }

    public void Dispose() => _calls.Dispose();
}
