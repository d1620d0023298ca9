using PixelShap.Games;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// One question about a keyframe with some of its players hidden, outside of a game: the pictures, the queue and the comparison are those of a game, so that the same
/// question gets the same answer and the same v.
/// </summary>
/// <param name="scene">The keyframe.</param>
/// <param name="prompt">The question.</param>
/// <param name="visible">The players that are shown.</param>
public sealed class CoalitionQuestion(KeyframeScene scene, string prompt, Coalition visible)
{
    /// <summary>Whether nothing is hidden.</summary>
    public bool IsWhole => visible == Coalition.Full(scene.Players.Count);

    /// <summary>The key under which an <see cref="AnswerMemory"/> keeps the answer.</summary>
    /// <param name="model">The name of who is asked.</param>
    public string KeyOf(string model)
    {
        if (IsWhole)
        {
            return AnswerMemory.KeyOf(model, scene.Ask(prompt, null));
        }

        using MaskedView view = scene.Show(visible);
        return AnswerMemory.KeyOf(model, view.Ask(prompt));
    }

    /// <summary>The answer, a text, from memory or asked now.</summary>
    /// <param name="questions">Who is asked.</param>
    /// <param name="scope">What may be spent together with other questions; null where only the limits of the run hold.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnansweredException">There is no text.</exception>
    /// <exception cref="PixelShapException">No answer can be had to any question.</exception>
    public Task<Answer> AskAsync(QuestionQueue questions, QuestionScope? scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return IsWhole
            ? questions.AskAsync(scene.Ask(prompt, scope), cancellationToken)
            : questions.AskAsync(scene, visible, prompt, scope, CancellationToken.None, cancellationToken);
    }

    /// <summary>v of an answer: how alike it is to the reference. A similarity that is fitted on its texts is fitted on those of the keyframe's game as well.</summary>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="whole">The answer to the whole picture.</param>
    /// <param name="reference">What answers are compared with: <paramref name="whole"/>, or with <see cref="AnswerReference.Clip"/> that of the first keyframe.</param>
    /// <param name="known">What the game of the keyframe has asked already with the same question.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<double> CompareAsync(
        ITextSimilarity similarity, string answer, string whole, string reference, IReadOnlyList<CoalitionAnswer> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        ArgumentNullException.ThrowIfNull(known);
        bool isReference = string.Equals(whole, reference, StringComparison.Ordinal);
        int place = known.ToList().FindIndex(item => item.Visible == visible.Bits && item.Answer == answer);
        List<string> texts = [.. known.Select(item => item.Answer)];
        if (place < 0)
        {
            place = texts.Count;
            texts.Add(answer);
        }

        if (!isReference)
        {
            texts.Add(whole);
        }

        return (await similarity.CompareAsync(reference, texts, cancellationToken))[place];
    }
}
