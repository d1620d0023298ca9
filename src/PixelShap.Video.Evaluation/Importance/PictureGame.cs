using PixelShap.Games;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>The game of one question about one picture: v(S) is the similarity of the answer to the picture that shows only S with the answer to the whole
/// one. Each strategy plays a game of its own, so that what it asked alone decides what a fitted similarity makes of it; the answers come from the same
/// memory.</summary>
internal sealed class PictureGame(
    MaskedPictures pictures, int playerCount, PictureAnswers answers, ITextSimilarity similarity, string prompt, string baseline) : IGame
{
    private readonly List<(Coalition Coalition, string Answer)> _answers = [];
    private readonly HashSet<Coalition> _asked = [];

    public int PlayerCount => playerCount;

    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        Coalition[] fresh = [.. coalitions.Where(_asked.Add)];
        string?[] given = await Task.WhenAll(fresh.Select(coalition => Task.Run(() => TryAskAsync(coalition, cancellationToken), cancellationToken)));
        _answers.AddRange(fresh.Zip(given).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!)));
        IReadOnlyList<double> values = await similarity.CompareAsync(baseline, [.. _answers.Select(answer => answer.Answer)], cancellationToken);
        return [.. _answers.Zip(values, (answer, value) => new Observation(answer.Coalition, value))];
    }

    private async Task<string?> TryAskAsync(Coalition visible, CancellationToken cancellationToken)
    {
        try
        {
            return await answers.AskAsync(pictures, visible, prompt, cancellationToken);
        }
        catch (UnansweredException)
        {
            return null;
        }
    }
}
