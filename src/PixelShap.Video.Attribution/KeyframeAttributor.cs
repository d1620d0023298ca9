using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution;

/// <summary>
/// PixelSHAP on the keyframes of a run: values the objects of one keyframe for one question, and learns from it for the next. Keyframes are valued one
/// after the other, in their order; the questions of one keyframe may be put at the same time.
/// </summary>
public sealed class KeyframeAttributor
{
    private readonly AttributionConfiguration _configuration;
    private readonly IFill _fill;
    private readonly Dictionary<string, PromptAttributor> _prompts;

    /// <summary>Creates an attributor for one run.</summary>
    /// <param name="configuration">How answers become values.</param>
    /// <param name="prompts">The questions of the run.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="questions">Who is asked.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="divider">Divides what is no object, to find the part of it that matters; null where that is not looked for.</param>
    public KeyframeAttributor(
        AttributionConfiguration configuration,
        IReadOnlyList<NamedPrompt> prompts,
        long seed,
        QuestionQueue questions,
        IFill fill,
        ITextSimilarity similarity,
        ISceneDivider? divider = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _fill = fill;
        _prompts = prompts.ToDictionary(prompt => prompt.Name, prompt => new PromptAttributor(
            configuration, prompt, seed, questions, similarity, new ControlAsker(configuration, questions, similarity, fill, divider)));
    }

    /// <summary>Sets the scene of a keyframe for all questions; to be disposed of when they are answered.</summary>
    public KeyframeScene SceneOf(ObservedFrame frame) => new(frame, _configuration, _fill, isShared: _prompts.Count > 1);

    /// <summary>Values the objects of a keyframe.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="scope">What the keyframe may spend; null where only the limits of the run hold.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    /// <exception cref="UnansweredException">There is no answer to the whole image: the keyframe has to be skipped.</exception>
    /// <exception cref="PixelShapException">The model gives no answers any more, or the budget is too small for the estimator.</exception>
    public Task<KeyframeAttribution> AttributeAsync(KeyframeScene scene, NamedPrompt prompt, QuestionScope? scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return _prompts[prompt.Name].AttributeAsync(scene, scope, cancellationToken);
    }

    /// <summary>Takes in what an earlier part of the run has found, so that this one goes on as if it had found it itself.</summary>
    public void Recall(KeyframeScene scene, NamedPrompt prompt, KeyframeAttribution known)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        _prompts[prompt.Name].Recall(known, scene);
    }

    /// <summary>With <see cref="AnswerReference.Clip"/>, sets what the answers to a prompt are compared with; see the setting.</summary>
    public void SetClipReference(NamedPrompt prompt, string? answer)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        _prompts[prompt.Name].ClipReference = answer;
    }
}
