using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Asks about the untouched picture now and then and notices when the answer is another than that of the last keyframe. A keyframe asks the
/// same question anyway, so it costs one call for each check that finds nothing new. Of several prompts the first is asked.
/// </summary>
internal sealed class AnswerCheck(
    PipelineConfiguration configuration,
    NamedPrompt prompt,
    QuestionQueue questions,
    ITextSimilarity similarity,
    JournalReplay replay,
    Stage<JournalRecord> journal)
{
    private string? _answer;
    private double _askedAt;

    /// <summary>A keyframe begins: its answer is what later ones are compared with.</summary>
    public async ValueTask BeginAsync(ObservedFrame observed, CancellationToken cancellationToken)
    {
        _askedAt = observed.Seconds;
        _answer = replay.AnswerOf(observed.Number, prompt.Name) ?? await AskAsync(observed, cancellationToken);
    }

    /// <summary>Whether it is time to ask, and the answer has changed.</summary>
    public async ValueTask<bool> HasChangedAsync(ObservedFrame observed, CancellationToken cancellationToken)
    {
        if (_answer is null || observed.Seconds - _askedAt < configuration.Keyframes.AnswerCheckSeconds - 1e-9)
        {
            return false;
        }

        _askedAt = observed.Seconds;
        string? answer = replay.AnswerOf(observed.Number, prompt.Name);
        if (answer is null)
        {
            answer = await AskAsync(observed, cancellationToken);
            if (answer is null)
            {
                return false;
            }

            await journal.PostAsync(new JournalCheck(observed.Number, answer));
        }

        return (await similarity.CompareAsync(_answer, [answer], cancellationToken))[0] < configuration.Keyframes.AnswerSimilarity;
    }

    /// <summary>The answer; null when there is none, which says nothing about the scene.</summary>
    private async Task<string?> AskAsync(ObservedFrame observed, CancellationToken cancellationToken)
    {
        try
        {
            return (await questions.AskAsync(
                new Question(observed.Image, prompt.At(observed.Seconds, observed.Objects))
                {
                    Earlier = [.. observed.Earlier.Select(earlier => new EarlierPicture(earlier.Image, earlier.SecondsBefore, new PictureCache()))],
                },
                cancellationToken)).Text;
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
