using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>
/// The game that an object's attributes play inside it: a coalition shows some of them as they are, and its value is the mean of v with all other objects visible and with none of them. By it
/// the attributes get their Owen values where objects interact in pairs, and those add up to what the object itself gets from the same two.
/// </summary>
internal sealed class AttributeGame(
    AttributePictures pictures, bool hasOthers, QuestionQueue questions, ITextSimilarity similarity, string prompt, QuestionScope? scope, KeyframeAttribution whole) : IGame
{
    private readonly bool[] _beside = hasOthers ? [true, false] : [true];
    private readonly List<(Coalition? Shown, bool Beside, string Answer)> _answers = [];
    private readonly HashSet<Coalition> _asked = [];

    public int PlayerCount => pictures.Attributes.Count;

    public double FullValue { get; private set; } = 1;

    /// <summary>The value where the object is hidden.</summary>
    public double HiddenValue { get; private set; }

    /// <summary>Questions that were put.</summary>
    public int Calls { get; private set; }

    /// <summary>The answer where one attribute alone was withheld, beside the other objects; null where nobody asked.</summary>
    public string? AnswerWithout(int attribute) =>
        _answers.FirstOrDefault(item => item.Beside && item.Shown == Coalition.Full(PlayerCount).Without(attribute)).Answer;

    /// <summary>Asks what every value is counted from: the object as it is, and hidden.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _answers.Add((Coalition.Full(PlayerCount), true, whole.Answer));
        await AskAsync([.. _beside.Select(beside => ((Coalition?)null, beside)), .. _beside.Where(beside => !beside).Select(beside => ((Coalition?)Coalition.Full(PlayerCount), beside))], cancellationToken);
        _ = await CompareAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        Coalition full = Coalition.Full(PlayerCount);
        Coalition[] fresh = [.. coalitions.Where(coalition => coalition != full && _asked.Add(coalition))];
        await AskAsync([.. fresh.SelectMany(coalition => _beside.Select(beside => ((Coalition?)coalition, beside)))], cancellationToken);
        return await CompareAsync(cancellationToken);
    }

    private async Task AskAsync((Coalition? Shown, bool Beside)[] wanted, CancellationToken cancellationToken)
    {
        string?[] answers = await Task.WhenAll(wanted.Select(item => TryAskAsync(item.Shown, item.Beside, cancellationToken)));
        _answers.AddRange(wanted.Zip(answers).Where(pair => pair.Second is not null).Select(pair => (pair.First.Shown, pair.First.Beside, pair.Second!)));
        Calls += wanted.Length;
    }

    private async Task<string?> TryAskAsync(Coalition? shown, bool beside, CancellationToken cancellationToken)
    {
        try
        {
            BgrImage picture = shown is { } coalition ? pictures.Draw(coalition, beside) : pictures.DrawHidden(beside);
            return (await questions.AskAsync(new Question(picture, prompt) { Scope = scope, Cache = new PictureCache() }, cancellationToken)).Text;
        }
        catch (UnansweredException)
        {
            return null;
        }
    }

    /// <summary>The values. The answers of the objects' game stand beside these, so that a similarity that is fitted on its texts weighs words as there.</summary>
    private async Task<IReadOnlyList<Observation>> CompareAsync(CancellationToken cancellationToken)
    {
        string[] texts = [.. _answers.Select(item => item.Answer), .. whole.Coalitions.Select(coalition => coalition.Answer)];
        IReadOnlyList<double> values = await similarity.CompareAsync(whole.Answer, texts, cancellationToken);
        ILookup<Coalition, double> shown = _answers.Zip(values).Where(pair => pair.First.Shown is not null).ToLookup(pair => pair.First.Shown!.Value, pair => pair.Second);
        HiddenValue = _answers.Zip(values).Where(pair => pair.First.Shown is null).Select(pair => pair.Second).DefaultIfEmpty(double.NaN).Average();
        FullValue = shown[Coalition.Full(PlayerCount)].Average();

        // A coalition of which one half got no text has no value: the other half alone is another game's.
        return [.. _asked.Where(coalition => shown[coalition].Count() == _beside.Length).Select(coalition => new Observation(coalition, shown[coalition].Average()))];
    }
}
