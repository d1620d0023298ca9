using PixelShap.Games;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// The game of one keyframe: v(S) is the similarity of the answer to the image that shows only S with a reference answer, usually the
/// answer to the whole image, so that v(N) is 1. Coalitions that hide the same pixels are asked once.
/// </summary>
internal sealed class KeyframeGame : IGame, IDisposable
{
    private readonly KeyframeScene _scene;
    private readonly QuestionQueue _questions;
    private readonly ITextSimilarity _similarity;
    private readonly string _prompt;
    private readonly QuestionScope? _scope;
    private readonly Task<string> _baseline;
    private readonly string? _reference;
    private readonly CancellationTokenSource _pointless = new();
    private readonly List<(Coalition Coalition, string Answer)> _answers = [];
    private readonly List<(Coalition Coalition, UnansweredException Why)> _unanswered = [];
    private readonly List<Coalition> _cutOff = [];

    /// <summary>Sets up a game.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="questions">Asks the model.</param>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="scope">What the keyframe may spend; null where only the limits of the run hold.</param>
    /// <param name="baseline">The answer to the whole image; may be on its way, so that the first coalitions are asked at the same time.</param>
    /// <param name="reference">What answers are compared with; null for the baseline. With another reference the baseline must be there, and
    /// <see cref="CompareAsync"/> must be called first: v(N) depends on it.</param>
    public KeyframeGame(
        KeyframeScene scene, QuestionQueue questions, ITextSimilarity similarity, string prompt, QuestionScope? scope, Task<string> baseline, string? reference)
    {
        _scene = scene;
        _questions = questions;
        _similarity = similarity;
        _prompt = prompt;
        _scope = scope;
        _baseline = baseline;
        _reference = reference;
    }

    public int PlayerCount => _scene.Players.Count;

    /// <remarks>Moves with the other values when the similarity is fitted again.</remarks>
    public double FullValue { get; private set; } = 1;

    /// <summary>The answers in the order of asking.</summary>
    public IReadOnlyList<(Coalition Coalition, string Answer)> Answers => _answers;

    /// <summary>The coalitions whose answer ends at the limit of tokens.</summary>
    public IReadOnlyList<Coalition> CutOff => _cutOff;

    /// <summary>The coalitions that got no text, in the order of asking. They are asked once and have no value.</summary>
    public IReadOnlyList<(Coalition Coalition, UnansweredException Why)> Unanswered => _unanswered;

    /// <inheritdoc/>
    /// <exception cref="UnansweredException">There is no answer to the whole image; coalitions that were still waiting for their turn are not asked.</exception>
    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        HashSet<Coalition> asked = [.. _answers.Select(answer => answer.Coalition), .. _unanswered.Select(missing => missing.Coalition)];
        Coalition[] fresh = [.. coalitions.Where(asked.Add)];
        Task<(Answer? Text, UnansweredException? Missing)[]> answering = Task.WhenAll(fresh.Select(coalition => TryAskAsync(coalition, cancellationToken)));
        try
        {
            await _baseline;
        }
        catch
        {
            await _pointless.CancelAsync();
            throw;
        }
        finally
        {
            // Nothing may go on that uses the pixels of the keyframe.
            await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        (Answer? Text, UnansweredException? Missing)[] given = await answering;
        _answers.AddRange(fresh.Zip(given).Where(pair => pair.Second.Text is not null).Select(pair => (pair.First, pair.Second.Text!.Text)));
        _cutOff.AddRange(fresh.Zip(given).Where(pair => pair.Second.Text is { IsCut: true }).Select(pair => pair.First));
        _unanswered.AddRange(fresh.Zip(given).Where(pair => pair.Second.Missing is not null).Select(pair => (pair.First, pair.Second.Missing!)));
        return await CompareAsync(cancellationToken);
    }

    /// <summary>Compares every answer with the reference. A baseline that is the reference's very text is not counted twice by a similarity
    /// that is fitted on its texts.</summary>
    public async ValueTask<IReadOnlyList<Observation>> CompareAsync(CancellationToken cancellationToken)
    {
        string baseline = await _baseline, reference = _reference ?? baseline;
        bool isReference = string.Equals(baseline, reference, StringComparison.Ordinal);
        string[] texts = [.. _answers.Select(answer => answer.Answer), .. isReference ? [] : new[] { baseline }];
        IReadOnlyList<double> values = await _similarity.CompareAsync(reference, texts, cancellationToken);
        FullValue = isReference ? 1 : values[^1];
        return [.. _answers.Zip(values, (answer, value) => new Observation(answer.Coalition, value))];
    }

    /// <inheritdoc/>
    public void Dispose() => _pointless.Dispose();

    private async Task<(Answer? Text, UnansweredException? Missing)> TryAskAsync(Coalition visible, CancellationToken cancellationToken)
    {
        try
        {
            return (await _questions.AskAsync(_scene, visible, _prompt, _scope, _pointless.Token, cancellationToken), null);
        }
        catch (UnansweredException exception)
        {
            return (null, exception);
        }
    }
}
