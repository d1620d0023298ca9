using PixelShap.Masking;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Tests.Verdicts;

/// <summary>Answers by the pixels that it is shown, by a rule of the test.</summary>
internal sealed class SeeingModel(Func<BgrImage, string> rule) : IVisionLanguageModel
{
    private int _asked;

    public string Id => "seeing";

    public int Asked => _asked;

    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(new Answer(rule(question.Image)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
