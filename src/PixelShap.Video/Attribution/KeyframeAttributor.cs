using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Configuration;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;
using PixelShap.Video.Prompts;

namespace PixelShap.Video.Attribution;

/// <summary>Runs PixelSHAP on the keyframes of a run, with all of its prompts at the same time.</summary>
public sealed class KeyframeAttributor
{
    private readonly AttributionConfiguration _configuration;
    private readonly Interview _interview;
    private readonly IFill _fill;
    private readonly PromptAttributor[] _prompts;

    /// <summary>Creates an attributor for one run.</summary>
    /// <param name="configuration">The settings of the run.</param>
    /// <param name="interview">Who is asked.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="similarity">How alike two answers are.</param>
    public KeyframeAttributor(PipelineConfiguration configuration, Interview interview, IFill fill, ITextSimilarity similarity)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration.Attribution;
        _interview = interview;
        _fill = fill;
        _prompts = [.. NamedPrompt.Of(configuration).Select(prompt => new PromptAttributor(configuration, prompt, interview, similarity))];
    }

    /// <summary>The names of the prompts.</summary>
    public IReadOnlyList<string> Prompts => [.. _prompts.Select(prompt => prompt.Name)];

    /// <summary>With <see cref="AnswerReference.Clip"/>, sets what the answers to a prompt are compared with; see the setting.</summary>
    internal void SetClipReference(string prompt, string? answer) => Find(prompt).ClipReference = answer;

    /// <summary>Values the objects of a keyframe. Keyframes are valued one after the other, in their order.</summary>
    /// <param name="moment">The keyframe.</param>
    /// <param name="reason">Why it is one.</param>
    /// <param name="record">Takes what came out for each prompt as soon as it is there: a <see cref="JournalKeyframe"/>, or a
    /// <see cref="JournalSkippedKeyframe"/> where the whole image got no answer.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    /// <exception cref="PixelShapException">The model gives no answers any more, or the budget is too small for the estimator.</exception>
    public Task AttributeAsync(Moment moment, string reason, Func<JournalRecord, ValueTask> record, CancellationToken cancellationToken) =>
        AttributeAsync(moment, reason, static (_, _) => null, record, cancellationToken);

    /// <summary>The same for a run that goes on: what an earlier part of it has valued is taken in and not valued again.</summary>
    /// <param name="moment">The keyframe.</param>
    /// <param name="reason">Why it is one.</param>
    /// <param name="known">What is known of a frame and a prompt: a valued or skipped keyframe, or null.</param>
    /// <param name="record">Takes what is new.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    internal async Task AttributeAsync(
        Moment moment,
        string reason,
        Func<long, string, JournalRecord?> known,
        Func<JournalRecord, ValueTask> record,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moment);
        using QuestionScope scope = _interview.OpenScope();
        using var scene = new KeyframeScene(moment, reason, _configuration, _fill, isShared: _prompts.Length > 1) { Scope = scope };
        var open = new List<PromptAttributor>();
        foreach (PromptAttributor prompt in _prompts)
        {
            JournalRecord? valued = known(moment.Frame.Index, prompt.Name);
            if (valued is JournalKeyframe keyframe)
            {
                prompt.Recall(keyframe, scene);
            }
            else if (valued is null)
            {
                open.Add(prompt);
            }
        }

        if (open.Count > 0)
        {
            await Task.WhenAll(open.Select(prompt => AttributeAsync(prompt, scene, record, cancellationToken)));
        }
    }

    private static async Task AttributeAsync(PromptAttributor prompt, KeyframeScene scene, Func<JournalRecord, ValueTask> record, CancellationToken cancellationToken)
    {
        JournalRecord outcome;
        try
        {
            outcome = await prompt.AttributeAsync(scene, cancellationToken);
        }
        catch (UnansweredException exception)
        {
            outcome = prompt.Skip(scene, exception);
        }

        await record(outcome);
    }

    private PromptAttributor Find(string name) => _prompts.Single(prompt => prompt.Name == name);
}
