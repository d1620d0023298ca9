using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Configuration;
using PixelShap.Video.Flow;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;
using PixelShap.Video.Prompts;

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
    public async ValueTask BeginAsync(Moment moment, CancellationToken cancellationToken)
    {
        _askedAt = moment.Seconds;
        _answer = replay.AnswerOf(moment.Frame.Index, prompt.Name) ?? await AskAsync(moment, cancellationToken);
    }

    /// <summary>Whether it is time to ask, and the answer has changed.</summary>
    public async ValueTask<bool> HasChangedAsync(Moment moment, CancellationToken cancellationToken)
    {
        if (_answer is null || moment.Seconds - _askedAt < configuration.Keyframes.AnswerCheckSeconds - 1e-9)
        {
            return false;
        }

        _askedAt = moment.Seconds;
        string? answer = replay.AnswerOf(moment.Frame.Index, prompt.Name);
        if (answer is null)
        {
            answer = await AskAsync(moment, cancellationToken);
            if (answer is null)
            {
                return false;
            }

            await journal.PostAsync(new JournalCheck(moment.Frame.Index, answer));
        }

        return (await similarity.CompareAsync(_answer, [answer], cancellationToken))[0] < configuration.Keyframes.AnswerSimilarity;
    }

    /// <summary>The answer; null when there is none, which says nothing about the scene.</summary>
    private async Task<string?> AskAsync(Moment moment, CancellationToken cancellationToken)
    {
        try
        {
            return await interview.AskAsync(
                new Question(moment.Frame.Image, prompt.At(moment.Seconds, moment.Objects))
                {
                    Earlier = [.. moment.Earlier.Select(earlier => new EarlierPicture(earlier.Frame.Image, earlier.SecondsBefore, new PictureForms()))],
                },
                cancellationToken);
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
