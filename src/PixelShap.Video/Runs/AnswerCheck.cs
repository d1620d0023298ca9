using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Configuration;
using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;
using PixelShap.Video.Prompts;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs;

/// <summary>
/// Asks about the untouched picture now and then and notices when the answer is another than that of the last keyframe. A keyframe asks the
/// same question anyway, so it costs one call for each check that finds nothing new. Of several prompts the first is asked.
/// </summary>
internal sealed class AnswerCheck(
    PipelineConfiguration configuration,
    NamedPrompt prompt,
    Interview interview,
    ITextSimilarity similarity,
    JournalReplay replay,
    Stage<JournalRecord> journal)
{
    private string? _answer;
    private double _askedAt;

    /// <summary>A keyframe begins: its answer is what later ones are compared with.</summary>
    public async ValueTask BeginAsync(Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, CancellationToken cancellationToken)
    {
        _askedAt = seconds;
        _answer = replay.AnswerOf(frame.Index, prompt.Name) ?? await AskAsync(frame, seconds, objects, cancellationToken);
    }

    /// <summary>Whether it is time to ask, and the answer has changed.</summary>
    public async ValueTask<bool> HasChangedAsync(Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, CancellationToken cancellationToken)
    {
        if (_answer is null || seconds - _askedAt < configuration.Keyframes.AnswerCheckSeconds - 1e-9)
        {
            return false;
        }

        _askedAt = seconds;
        string? answer = replay.AnswerOf(frame.Index, prompt.Name);
        if (answer is null)
        {
            answer = await AskAsync(frame, seconds, objects, cancellationToken);
            if (answer is null)
            {
                return false;
            }

            await journal.PostAsync(new JournalCheck(frame.Index, answer));
        }

        return (await similarity.CompareAsync(_answer, [answer], cancellationToken))[0] < configuration.Keyframes.AnswerSimilarity;
    }

    /// <summary>The answer; null when there is none, which says nothing about the scene.</summary>
    private async Task<string?> AskAsync(Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, CancellationToken cancellationToken)
    {
        try
        {
            return await interview.AskAsync(new Question(frame.Image, prompt.At(seconds, objects)), cancellationToken);
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
