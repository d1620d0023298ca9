using System.Text.Json;
using PixelShap.Video.Files;

namespace PixelShap.Video.Language.WordPiece;

/// <summary>The word pieces of a BERT model and how text is prepared for them.</summary>
public sealed class WordPieceVocabulary
{
    private const string Prefix = "##";
    private const int DefaultMaxWordLength = 100;
    private const long MostBytes = 64 << 20;

    private WordPieceVocabulary(IEnumerable<KeyValuePair<string, int>> tokens, bool isUncased, int maxWordLength)
    {
        foreach ((string token, int id) in tokens)
        {
            if (token.StartsWith(Prefix, StringComparison.Ordinal) && token.Length > Prefix.Length)
            {
                Continuations[token[Prefix.Length..]] = id;
            }
            else
            {
                Beginnings[token] = id;
            }
        }

        (IsUncased, MaxWordLength) = (isUncased, maxWordLength);
        (Start, End, Unknown, Padding) = (Id("[CLS]"), Id("[SEP]"), Id("[UNK]"), Id("[PAD]"));
    }

    /// <summary>Whether capitals and accents are taken off before words are looked up, as in uncased models.</summary>
    public bool IsUncased { get; }

    /// <summary>The most characters of a word that is taken apart; a longer one is unknown.</summary>
    public int MaxWordLength { get; }

    /// <summary>The token before every text, <c>[CLS]</c>.</summary>
    public int Start { get; }

    /// <summary>The token after every text, <c>[SEP]</c>.</summary>
    public int End { get; }

    /// <summary>The token of a word that cannot be taken apart, <c>[UNK]</c>.</summary>
    public int Unknown { get; }

    /// <summary>The token that fills an input of fixed length, <c>[PAD]</c>.</summary>
    public int Padding { get; }

    /// <summary>The pieces that begin a word.</summary>
    internal Dictionary<string, int> Beginnings { get; } = new(StringComparer.Ordinal);

    /// <summary>The pieces that go on in a word, without <c>##</c>.</summary>
    internal Dictionary<string, int> Continuations { get; } = new(StringComparer.Ordinal);

    /// <summary>The <c>tokenizer.json</c> or <c>vocab.txt</c> beside a model or one folder above it, where exports put it; null when there is none.</summary>
    /// <param name="model">The model's file.</param>
    public static string? FindBeside(string model)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        return new[] { folder, Path.GetDirectoryName(folder) }.OfType<string>()
            .SelectMany(place => new[] { Path.Combine(place, "tokenizer.json"), Path.Combine(place, "vocab.txt") })
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Reads a <c>tokenizer.json</c> of Hugging Face, or a <c>vocab.txt</c> with one token per line (of an uncased model).</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What a person does about a file that is no vocabulary.</param>
    /// <exception cref="PixelShapException">The file cannot be read, or belongs to another kind of tokenizer.</exception>
    public static WordPieceVocabulary Load(string path, string remedy)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
                ? FromJson(path)
                : new WordPieceVocabulary(RegularFile.ReadLines(path, MostBytes).Select((token, id) => KeyValuePair.Create(token, id)), isUncased: true, DefaultMaxWordLength);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The vocabulary '{path}' cannot be read as one of a BERT model: {Cause.OfContent(exception)}.",
                remedy,
                exception);
        }
    }

    private static WordPieceVocabulary FromJson(string path)
    {
        using FileStream stream = RegularFile.Open(path, MostBytes);
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement model = document.RootElement.GetProperty("model"), normalizer = document.RootElement.GetProperty("normalizer");
        if (Text(model, "type") != "WordPiece" || normalizer.ValueKind != JsonValueKind.Object || Text(normalizer, "type") != "BertNormalizer")
        {
            throw new InvalidDataException("it is not a WordPiece tokenizer with BERT's normalizer.");
        }

        if (model.TryGetProperty("continuing_subword_prefix", out JsonElement prefix) && prefix.GetString() != Prefix)
        {
            throw new InvalidDataException($"its pieces go on with '{prefix.GetString()}' and not with '{Prefix}'.");
        }

        int length = model.TryGetProperty("max_input_chars_per_word", out JsonElement limit) ? limit.GetInt32() : DefaultMaxWordLength;
        return new WordPieceVocabulary(
            model.GetProperty("vocab").EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.GetInt32())),
            normalizer.GetProperty("lowercase").GetBoolean(),
            length);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private int Id(string token) => Beginnings.TryGetValue(token, out int id) ? id : throw new InvalidDataException($"it has no token {token}.");
}
