using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Words;

/// <summary>
/// The game of a question and its picture together: the phrases come first, then the objects, last the scene, which is all that is no object. A phrase is withheld by leaving it out, the
/// scene by one colour. v(∅) is the answer to a blank picture and no word.
/// </summary>
internal sealed class WordGame(KeyframeScene scene, QuestionPhrases phrases, KeyframeAttribution whole, IFill blank, QuestionQueue questions, ITextSimilarity similarity, QuestionScope? scope) : IGame
{
    private readonly List<(Coalition Coalition, string Answer)> _answers = [];
    private readonly HashSet<Coalition> _asked = [];

    public int PlayerCount => phrases.Phrases.Count + scene.Players.Count + 1;

    public double FullValue => 1;

    /// <summary>The question and the picture of a coalition.</summary>
    internal (string Prompt, BgrImage Picture) Show(Coalition coalition)
    {
        int words = phrases.Phrases.Count, objects = scene.Players.Count;
        bool isWholeQuestion = Enumerable.Range(0, words).All(coalition.Contains);
        var visible = new Coalition(coalition.Bits >> words & Coalition.Full(objects).Bits);
        BgrImage picture = scene.Draw(visible);
        return (isWholeQuestion ? whole.Prompt : phrases.With(coalition.Contains), coalition.Contains(words + objects) ? picture : WithoutScene(picture, visible));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        Coalition[] fresh = [.. coalitions.Where(coalition => coalition != Coalition.Full(PlayerCount) && _asked.Add(coalition))];
        string?[] answers = await Task.WhenAll(fresh.Select(coalition => TryAskAsync(coalition, cancellationToken)));
        _answers.AddRange(fresh.Zip(answers).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!)));
        string[] texts = [.. _answers.Select(item => item.Answer), .. whole.Coalitions.Select(item => item.Answer)];
        IReadOnlyList<double> values = await similarity.CompareAsync(whole.Answer, texts, cancellationToken);
        return [.. _answers.Zip(values, (item, value) => new Observation(item.Coalition, value))];
    }

    /// <summary>The answer where one player alone was withheld; null where nobody asked.</summary>
    public string? AnswerWithout(int player) => _answers.FirstOrDefault(item => item.Coalition == Coalition.Full(PlayerCount).Without(player)).Answer;

    private async Task<string?> TryAskAsync(Coalition coalition, CancellationToken cancellationToken)
    {
        (string prompt, BgrImage picture) = Show(coalition);
        try
        {
            return (await questions.AskAsync(new Question(picture, prompt) { Scope = scope, Cache = new PictureCache() }, cancellationToken)).Text;
        }
        catch (UnansweredException)
        {
            return null;
        }
    }

    /// <summary>One colour wherever no visible object is.</summary>
    private BgrImage WithoutScene(BgrImage picture, Coalition visible)
    {
        (int width, int height) = (picture.Width, picture.Height);
        var map = new byte[width * height];
        Array.Fill(map, (byte)1);
        for (int player = 0; player < scene.Players.Count; player++)
        {
            if (visible.Contains(player))
            {
                foreach (Mask mask in scene.Players[player].Masks(width, height))
                {
                    mask.Paint(map, width, 0);
                }
            }
        }

        Mask hidden = Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
        var copy = new BgrImage(new byte[width * height * 3], width, height, width * 3);
        copy.CopyFrom(picture);
        blank.Apply(scene.Image, new HiddenRegion(hidden, [hidden.Box]), copy);
        return copy;
    }
}
