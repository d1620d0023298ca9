using System.Security.Cryptography;
using System.Text;

namespace PixelShap.Video.Language.Glance;

/// <summary>
/// The small vision-language model that tools/glance trains: a network that looks at pixels and says words, one after the other. It knows rendered streets and
/// the questions that it was trained on, and may be wrong about anything. Thread-safe.
/// </summary>
public sealed class GlanceModel : IVisionLanguageModel
{
    /// <summary>How the model is called wherever it appears.</summary>
    public const string Name = StandIns.Glance;

    private const int MostPictures = 2;

    private readonly GlanceNetwork _network;
    private readonly double _temperature;
    private readonly long _seed;
    private readonly int _mostWords;

    private GlanceModel(GlanceNetwork network, VlmConfiguration configuration, long seed)
    {
        _network = network;
        _temperature = Math.Max(0, configuration.Temperature);
        _seed = seed;
        _mostWords = configuration.MaxTokens > 0 ? configuration.MaxTokens : int.MaxValue;
    }

    /// <inheritdoc/>
    public string Id => Name;

    /// <summary>Loads the model.</summary>
    /// <param name="path">The file <c>pixelshap-glance.onnx</c>; <c>pixelshap-glance-words.onnx</c> lies beside it.</param>
    /// <param name="configuration">The settings under <c>vlm</c>: temperature and the longest answer are looked at.</param>
    /// <param name="seed">The seed of the run: at a temperature it decides, with picture, question and repeat, which words are drawn.</param>
    /// <exception cref="PixelShapException">A file is missing, or is not what it should be.</exception>
    public static GlanceModel Load(string path, VlmConfiguration configuration, long seed)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(configuration);
        return new GlanceModel(GlanceNetwork.Load(path), configuration, seed);
    }

    /// <inheritdoc/>
    public async Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) => (await SayAsync(question, cancellationToken)).Answer;

    /// <summary>Asks once, and tells how likely each word was.</summary>
    /// <returns>The answer, and the natural logarithm of the probability of each of its words and of its end, at temperature 1.</returns>
    public Task<(Answer Answer, IReadOnlyList<double> LogProbabilities)> SayAsync(Question question, CancellationToken cancellationToken) =>
        Task.Run(() => Say(question, cancellationToken), cancellationToken);

    /// <summary>How likely each of some given answers is.</summary>
    /// <param name="question">The question.</param>
    /// <param name="options">The answers, at least one; each holds a word that the network knows.</param>
    /// <param name="cancellationToken">Stops the network.</param>
    /// <returns>The natural logarithm of the probability of each option; the probabilities of all add up to 1.</returns>
    /// <exception cref="ArgumentException">There is no option, or one has no word that the network knows.</exception>
    public Task<IReadOnlyList<double>> ChooseAsync(Question question, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        int[][] numbers = [.. options.Select(option => _network.Words.Read(option))];
        return numbers.Length > 0 && numbers.All(option => option.Any(GlanceWords.IsWord))
            ? Task.Run(() => Choose(question, numbers, cancellationToken), cancellationToken)
            : throw new ArgumentException("Each option needs a word that the network knows.", nameof(options));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _network.Dispose();
        return ValueTask.CompletedTask;
    }

    private (Answer Answer, IReadOnlyList<double> LogProbabilities) Say(Question question, CancellationToken cancellationToken)
    {
        (GlanceNetwork.Speech speech, double[] next) = Begin(question, cancellationToken);
        Random? dice = _temperature > 0 ? new Random(SeedOf(question)) : null;
        var words = new List<int>();
        var logs = new List<double>();
        int word;
        while ((word = Draw(next, dice)) != GlanceWords.End)
        {
            words.Add(word);
            logs.Add(next[word]);
            if (words.Count >= _mostWords || speech.Length >= _network.Longest)
            {
                return (Spoken(words, isCut: true), logs);
            }

            next = speech.Say([word], cancellationToken);
        }

        logs.Add(next[word]);
        return (Spoken(words, isCut: false), logs);
    }

    private IReadOnlyList<double> Choose(Question question, int[][] options, CancellationToken cancellationToken)
    {
        (GlanceNetwork.Speech speech, double[] next) = Begin(question, cancellationToken);
        double[] logs = [.. options.Select(option =>
        {
            GlanceNetwork.Speech one = speech.Fork();
            double log = next[option[0]];
            for (int i = 1; i < option.Length && one.Length < _network.Longest; i++)
            {
                log += one.Say([option[i - 1]], cancellationToken)[option[i]];
            }

            return log;
        })];
        double highest = logs.Max(), norm = highest + Math.Log(logs.Sum(log => Math.Exp(log - highest)));
        return [.. logs.Select(log => log - norm)];
    }

    private (GlanceNetwork.Speech Speech, double[] Next) Begin(Question question, CancellationToken cancellationToken)
    {
        SeenNow now = question.Cache.Get(() => new SeenNow(_network.See(GlancePicture.Of(question.Image), 0, cancellationToken)));
        var memories = new List<float[]> { now.Memory };

        // It learned from one picture and from two; of more, the one that is nearest to what it learned is taken: the latest.
        foreach (EarlierPicture earlier in question.Earlier.TakeLast(MostPictures - 1))
        {
            memories.Add(earlier.Cache.Get(() => new SeenBefore(_network.See(GlancePicture.Of(earlier.Image), 1, cancellationToken))).Memory);
        }

        GlanceNetwork.Speech speech = _network.Begin(_network.Join(memories));
        return (speech, speech.Say(_network.Words.Question(question.Prompt), cancellationToken));
    }

    private Answer Spoken(List<int> words, bool isCut) => words.Count > 0
        ? new Answer(_network.Words.Text(words)) { IsCut = isCut }
        : Answer.None(AnswerKind.Empty, "the answer was empty");

    private int Draw(double[] logs, Random? dice)
    {
        int best = GlanceWords.End;
        for (int i = GlanceWords.End + 1; i < logs.Length; i++)
        {
            best = logs[i] > logs[best] ? i : best;
        }

        if (dice is null)
        {
            return best;
        }

        double[] weights = [.. logs.Select((log, i) => i >= GlanceWords.End ? Math.Exp((log - logs[best]) / _temperature) : 0)];
        double left = dice.NextDouble() * weights.Sum();
        for (int i = GlanceWords.End; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return best;
    }

    /// <summary>The same question about the same pixels draws the same words, in whatever order questions are asked.</summary>
    private int SeedOf(Question question)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_seed}\0{question.Repeat}\0{question.Prompt}\0"));
        for (int y = 0; y < question.Image.Height; y++)
        {
            hash.AppendData(question.Image.Row(y));
        }

        return BitConverter.ToInt32(hash.GetHashAndReset());
    }

    private sealed record SeenNow(float[] Memory);

    private sealed record SeenBefore(float[] Memory);
}
