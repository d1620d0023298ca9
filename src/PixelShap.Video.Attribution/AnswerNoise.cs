using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>How much the answers of a model vary by themselves.</summary>
internal static class AnswerNoise
{
    /// <summary>How far answers to the very same picture are from each other: the mean of (1 − v)² over repeated baselines, against which 1 − v is what the
    /// model's own dice make of it. NaN where nothing was asked or answered: the next keyframe tries again.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="repeats">How often it is put again.</param>
    /// <param name="scope">What the keyframe may spend; null where only the limits of the run hold.</param>
    /// <param name="baseline">The first answer.</param>
    /// <param name="questions">Who is asked.</param>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    public static async Task<double> MeasureAsync(
        KeyframeScene scene,
        string prompt,
        int repeats,
        QuestionScope? scope,
        string baseline,
        QuestionQueue questions,
        ITextSimilarity similarity,
        CancellationToken cancellationToken)
    {
        string?[] asked = await Task.WhenAll(
            Enumerable.Range(1, repeats).Select(repeat => AskAsync(questions, scene.Ask(prompt, scope, repeat), cancellationToken)));
        string[] repeated = [.. asked.OfType<string>()];
        if (repeated.Length == 0)
        {
            return double.NaN;
        }

        IReadOnlyList<double> values = await similarity.CompareAsync(baseline, repeated, cancellationToken);
        return values.Average(value => (1 - value) * (1 - value));
    }

    private static async Task<string?> AskAsync(QuestionQueue questions, Question question, CancellationToken cancellationToken)
    {
        try
        {
            return (await questions.AskAsync(question, cancellationToken)).Text;
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
