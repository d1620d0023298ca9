using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Configuration;
using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;

namespace PixelShap.Video.Runs;

/// <summary>
/// Asks about the untouched picture now and then and notices when the answer is another than that of the last keyframe. A keyframe asks the
/// same question anyway, so it costs one call for each check that finds nothing new.
/// </summary>
internal sealed class AnswerCheck(
    PipelineConfiguration configuration,
    IVisionLanguageModel model,
    ITextSimilarity similarity,
    AnswerMemory memory,
    JournalReplay replay,
    Stage<JournalRecord> journal)
{
    private string? _answer;
    private double _askedAt;

    /// <summary>A keyframe begins: its answer is what later ones are compared with.</summary>
    public async ValueTask BeginAsync(Frame frame, double seconds, CancellationToken cancellationToken)
    {
        _askedAt = seconds;
        _answer = replay.AnswerOf(frame.Index) ?? await AskAsync(frame, cancellationToken);
    }

    /// <summary>Whether it is time to ask, and the answer has changed.</summary>
    public async ValueTask<bool> HasChangedAsync(Frame frame, double seconds, CancellationToken cancellationToken)
    {
        if (_answer is null || seconds - _askedAt < configuration.Keyframes.AnswerCheckSeconds - 1e-9)
        {
            return false;
        }

        _askedAt = seconds;
        string? answer = replay.AnswerOf(frame.Index);
        if (answer is null)
        {
            answer = await AskAsync(frame, cancellationToken);
            if (answer is null)
            {
                return false;
            }

            await journal.PostAsync(new JournalCheck(frame.Index, answer));
        }

        return (await similarity.CompareAsync(_answer, [answer], cancellationToken))[0] < configuration.Keyframes.AnswerSimilarity;
    }

    /// <summary>The answer; null when there is none, which says nothing about the scene.</summary>
    private async Task<string?> AskAsync(Frame frame, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.AskAsync(model, new Question(frame.Image, configuration.Prompt), cancellationToken);
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
