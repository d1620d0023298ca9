using System.Buffers;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// The game of one keyframe: v(S) is the similarity of the answer to the image that shows only S with the answer to the whole image.
/// Coalitions that hide the same pixels are asked once.
/// </summary>
internal sealed class KeyframeGame : IGame
{
    private readonly BgrImage _image;
    private readonly Masker _masker;
    private readonly Func<Question, CancellationToken, Task<string>> _ask;
    private readonly ITextSimilarity _similarity;
    private readonly string _prompt;
    private readonly string _baseline;
    private readonly List<(Coalition Coalition, string Answer)> _answers = [];

    public KeyframeGame(
        BgrImage image, Masker masker, Func<Question, CancellationToken, Task<string>> ask, ITextSimilarity similarity, string prompt, string baseline)
    {
        _image = image;
        _masker = masker;
        _ask = ask;
        _similarity = similarity;
        _prompt = prompt;
        _baseline = baseline;
    }

    public int PlayerCount => _masker.PlayerCount;

    /// <summary>The answers in the order of asking.</summary>
    public IReadOnlyList<(Coalition Coalition, string Answer)> Answers => _answers;

    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        var asked = _answers.Select(answer => answer.Coalition).ToHashSet();
        Coalition[] fresh = [.. coalitions.Where(asked.Add)];
        string[] texts = await Task.WhenAll(fresh.Select(coalition => Task.Run(() => AskAsync(coalition, cancellationToken), cancellationToken)));
        _answers.AddRange(fresh.Zip(texts));

        IReadOnlyList<double> values = await _similarity.CompareAsync(_baseline, [.. _answers.Select(answer => answer.Answer)], cancellationToken);
        return [.. _answers.Zip(values, (answer, value) => new Observation(answer.Coalition, value))];
    }

    private async Task<string> AskAsync(Coalition visible, CancellationToken cancellationToken)
    {
        int stride = _image.Width * 3;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(stride * _image.Height);
        try
        {
            var masked = new BgrImage(buffer.AsMemory(0, stride * _image.Height), _image.Width, _image.Height, stride);
            _masker.Render(_image, visible, masked);
            return await _ask(new Question(masked, _prompt), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
