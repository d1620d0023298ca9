using PixelShap.Games;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// Puts the questions of a run to its model, at most so many at the same time, whoever asks: keyframes, their masked images, answer checks. A
/// masked image is made when its turn comes, so that no more of them are in memory than are asked about. Thread-safe.
/// </summary>
public sealed class QuestionQueue : IDisposable
{
    private readonly IVisionLanguageModel _model;
    private readonly AnswerMemory _answers;
    private readonly SemaphoreSlim _turns;

    /// <summary>Opens a queue.</summary>
    /// <param name="model">Who is asked; stays the caller's.</param>
    /// <param name="answers">Remembers what was answered.</param>
    /// <param name="concurrency">The most questions at the same time, at least 1.</param>
    public QuestionQueue(IVisionLanguageModel model, AnswerMemory answers, int concurrency)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _answers = answers;
        _turns = new SemaphoreSlim(concurrency);
        Concurrency = concurrency;
    }

    /// <summary>Who is asked.</summary>
    public string ModelId => _model.Id;

    /// <summary>What has been asked and paid; null for a model that costs nothing.</summary>
    public ModelUsage? Usage => _model.Usage;

    /// <summary>The most questions at the same time.</summary>
    public int Concurrency { get; }

    /// <summary>Opens a scope for the questions of one keyframe; to be disposed of when it is over.</summary>
    public QuestionScope OpenScope() => _model.OpenScope();

    /// <summary>The answer, a text, to a question, from memory or asked now.</summary>
    /// <exception cref="UnansweredException">There is no text.</exception>
    /// <exception cref="PixelShapException">No answer can be had to any question.</exception>
    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) =>
        InTurnAsync(() => _answers.AskInFullAsync(_model, question, cancellationToken), cancellationToken, cancellationToken);

    /// <summary>The answer, a text, to a question about a masked image.</summary>
    /// <param name="scene">Makes it.</param>
    /// <param name="visible">The players that it shows.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="scope">What it may spend together with the keyframe's other questions.</param>
    /// <param name="pointless">Takes the question back as long as it has not been asked.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    internal Task<Answer> AskAsync(
        KeyframeScene scene, Coalition visible, string prompt, QuestionScope? scope, CancellationToken pointless, CancellationToken cancellationToken) =>
        AskAsync(() => scene.Show(visible), prompt, scope, pointless, cancellationToken);

    /// <summary>The answer, a text, to a question about pictures that are made when its turn comes.</summary>
    /// <inheritdoc cref="AskAsync(KeyframeScene, Coalition, string, QuestionScope?, CancellationToken, CancellationToken)"/>
    internal Task<Answer> AskAsync(Func<MaskedView> show, string prompt, QuestionScope? scope, CancellationToken pointless, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            using MaskedView view = show();
            return await _answers.AskInFullAsync(_model, view.Ask(prompt) with { Scope = scope }, cancellationToken);
        },
        pointless,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>Waits in the order of the calls, then asks on another thread, because preparing a picture takes its time.</summary>
    private async Task<Answer> InTurnAsync(Func<Task<Answer>> ask, CancellationToken waiting, CancellationToken cancellationToken)
    {
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(waiting, cancellationToken))
        {
            await _turns.WaitAsync(either.Token);
        }

        try
        {
            return await Task.Run(ask, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }
}
