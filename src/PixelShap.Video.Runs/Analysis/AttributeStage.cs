using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Values the objects of each keyframe, with all prompts at the same time. One whose whole image gets no answer is skipped, and the journal says so. What an
/// earlier part of the run has valued is not valued again.
/// </summary>
/// <param name="attributor">Values.</param>
/// <param name="prompts">The questions.</param>
/// <param name="questions">Who is asked.</param>
/// <param name="replay">What the journal holds already.</param>
/// <param name="progress">Is told how far the run is.</param>
/// <param name="journal">Keeps what was found.</param>
/// <param name="live">Shows it at once; null where nobody looks.</param>
/// <param name="findings">Tells of it at once; null where nobody wants to hear.</param>
internal sealed class AttributeStage(
    KeyframeAttributor attributor,
    IReadOnlyList<NamedPrompt> prompts,
    QuestionQueue questions,
    JournalReplay replay,
    AnalysisProgress progress,
    Stage<JournalRecord> journal,
    LiveImportance? live,
    LiveFindings? findings) : StageBody<KeyframeJob>
{
    public override async ValueTask ProcessAsync(KeyframeJob item, CancellationToken cancellationToken)
    {
        using KeyframeJob job = item;
        using QuestionScope scope = questions.OpenScope();
        using KeyframeScene scene = attributor.SceneOf(job.Observed);
        try
        {
            bool[] valued = await Task.WhenAll(prompts.Select(prompt => AttributeAsync(job, scene, prompt, scope, cancellationToken)));
            progress.AddKeyframes(valued.Any(isNew => isNew) && !replay.HasKeyframe(job.Frame.Index) ? 1 : 0);
        }
        finally
        {
            await NoteUsageAsync(cancellationToken);
        }
    }

    public override void Closed() => journal.Complete();

    /// <summary>Notes what was paid, also where a limit ends the run with this keyframe.</summary>
    private async ValueTask NoteUsageAsync(CancellationToken cancellationToken)
    {
        if (questions.Usage is { } usage && !cancellationToken.IsCancellationRequested)
        {
            await journal.PostAsync(new JournalUsage(replay.Process, usage));
        }
    }

    /// <summary>Values a keyframe for one prompt.</summary>
    /// <returns>Whether there are new values.</returns>
    private async Task<bool> AttributeAsync(KeyframeJob job, KeyframeScene scene, NamedPrompt prompt, QuestionScope? scope, CancellationToken cancellationToken)
    {
        if (replay.KeyframeAt(job.Frame.Index, prompt.Name) is { } known)
        {
            if (known is JournalKeyframe before)
            {
                attributor.Recall(scene, prompt, before.Attribution);
            }

            return false;
        }

        Frame frame = job.Frame;
        try
        {
            var keyframe = new JournalKeyframe
            {
                Attribution = await attributor.AttributeAsync(scene, prompt, scope, cancellationToken),
                Frame = frame.Index,
                Epoch = frame.Header.Epoch.Number,
                Pts = frame.Pts,
                Seconds = job.Observed.Seconds,
                Reason = job.Reason,
                PromptName = prompt.Name,
            };
            live?.Add(keyframe);
            findings?.Take(keyframe);
            await journal.PostAsync(keyframe);
            return true;
        }
        catch (UnansweredException exception)
        {
            await journal.PostAsync(new JournalSkippedKeyframe(
                frame.Index,
                frame.Header.Epoch.Number,
                frame.Pts,
                job.Observed.Seconds,
                job.Reason,
                prompt.At(job.Observed.Seconds, job.Observed.Objects),
                questions.ModelId,
                exception.Kind,
                exception.Message)
            {
                PromptName = prompt.Name,
            });
            return false;
        }
    }
}
