using System.Text.Json;
using PixelShap.Video.Language.WordPiece;

namespace PixelShap.Video.Tests.Language.WordPiece;

/// <summary>
/// The pieces are those of Hugging Face's own tokenizers (the npm package @huggingface/tokenizers 0.2.0) with the vocabulary of BERT, uncased. The vocabulary of
/// these tests holds them and every letter alone: longest first finds the same pieces in it, since a piece that was the longest of many is the longest of fewer.
/// </summary>
public sealed class WordPieceTokenizerTests : IDisposable
{
    private static readonly (string Text, string Pieces)[] Reference =
    [
        ("", ""),
        ("Hello, world!", "hello , world !"),
        ("The quick brown fox jumps over the lazy dog.", "the quick brown fox jumps over the lazy dog ."),
        ("unaffable embeddings tokenization", "una ##ffa ##ble em ##bed ##ding ##s token ##ization"),
        ("A white van, two cyclists and a pedestrian with a pushchair are waiting at the zebra crossing; slow down to 30 km/h.",
            "a white van , two cyclists and a pedestrian with a push ##chai ##r are waiting at the zebra crossing ; slow down to 30 km / h ."),
        ("mother-in-law's e-scooter #3 @ 5:30pm <stop>",
            "mother - in - law ' s e - sc ##oot ##er # 3 @ 5 : 30 ##pm < stop >"),
        ("don't can't  it's 'quoted' “curly” … — dash",
            "don ' t can ' t it ' s ' quoted ' “ curly ” … — dash"),
        ("£5 €20 $3.50 50% 3×4 a_b-c/d",
            "£5 € ##20 $ 3 . 50 50 % 3 ##× ##4 a _ b - c / d"),
        ("crème brûlée à l'Ærøskøbing", "cr ##eme br ##ule ##e a l ' æ ##r ##ø ##sk ##ø ##bing"),
        ("naïve façade Zürich Łódź Dvořák", "naive facade zurich łodz d ##vor ##ak"),
        ("ÀÉÎÕÜ ñ ç Å ø ł ß İstanbul", "ae ##io ##u n c a ø ł ß istanbul"),
        ("e\u0301 combining \u0000null\ufffd", "e combining null"),
        ("  tabs\tand\nnew lines \u00a0nbsp\u200bzero\u00adsoft ", "tab ##s and new lines n ##bs ##p ##zer ##oso ##ft"),
        ("東京の交通 信号機は赤", "東 京 の [UNK] [UNK] 信 [UNK] [UNK] は [UNK]"),
        ("豈更車 ≠ \u037e", "[UNK] [UNK] 車 = ;"),
        ("日本 nǐ hǎo Tiếng Việt", "日 本 ni ha ##o tie ##ng viet"),
        ("한국어 보행자",
            "ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ ##ᄋ ##ᅥ ᄇ ##ᅩ ##ᄒ ##ᅢ ##ᆼ ##ᄌ ##ᅡ"),
        ("Привет, мир! Ёлка й", "п ##р ##и ##в ##е ##т , м ##и ##р ! е ##л ##ка и"),
        ("Ελλάδα ώρα", "ε ##λ ##λ ##α ##δ ##α ω ##ρ ##α"),
        ("هذا نص עברית हिन्दी ไทย",
            "ه ##ذ ##ا ن ##ص ע ##ב ##ר ##י ##ת ह ##ि ##न ##द ##ी [UNK]"),
        ("xyzzyqqqq 🚗 drives", "x ##y ##zzy ##q ##q ##q ##q [UNK] drives"),
        ("STOP! 🛑🚶‍♀️ zebra-crossing (left)", "stop ! [UNK] zebra - crossing ( left )"),
        ("ＳＴＯＰ ½ﬁ Ⅳ ℃", "[UNK] ½ ##ﬁ [UNK] [UNK]"),
        ("①②½ ﬁne ＡＢＣ。！", "[UNK] ﬁ ##ne [UNK] 。 ！"),
        (new string('b', 100), "bb" + string.Concat(Enumerable.Repeat(" ##bb", 49))),
        (new string('b', 101), "[UNK]"),
    ];

    private static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]",
        .. Reference.SelectMany(sample => sample.Pieces.Split(' '))
            .Concat(Enumerable.Range('a', 26).SelectMany(letter => (string[])[$"{(char)letter}", $"##{(char)letter}"]))
            .Where(piece => piece is not ("" or "[UNK]")).Distinct().Order(StringComparer.Ordinal),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("vocab.txt")]
    public void The_pieces_are_those_of_the_reference_tokenizer(string file)
    {
        WordPieceTokenizer tokenizer = Tokenizer(file);
        Assert.All(Reference, sample => Assert.Equal(Ids($"[CLS] {sample.Pieces} [SEP]"), tokenizer.Encode(sample.Text)));
    }

    [Fact]
    public void A_long_text_is_cut_to_512_tokens_and_still_ends_properly()
    {
        WordPieceTokenizer tokenizer = Tokenizer("tokenizer.json");
        IReadOnlyList<int> fits = tokenizer.Encode(string.Join(' ', Enumerable.Repeat("the", 510)));
        IReadOnlyList<int> cut = tokenizer.Encode(string.Join(' ', Enumerable.Repeat("unaffable", 400)));
        Assert.Equal(Ids("[CLS]" + string.Concat(Enumerable.Repeat(" the", 510)) + " [SEP]"), fits);
        Assert.Equal(Ids("[CLS]" + string.Concat(Enumerable.Repeat(" una ##ffa ##ble", 170)) + " [SEP]"), cut);
        Assert.Equal(Ids("[CLS] the [SEP]"), tokenizer.Encode("the the the", 3));
    }

    [Fact]
    public void Pieces_are_the_longest_that_fit_and_one_missing_piece_makes_the_word_unknown()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;
        try
        {
            string model = Path.Combine(folder, "onnx", "model.onnx"), file = Path.Combine(folder, "vocab.txt");
            Assert.Null(WordPieceVocabulary.FindBeside(model));
            File.WriteAllLines(file, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "car", "##s"]);
            Assert.Equal(file, WordPieceVocabulary.FindBeside(model));

            var tokenizer = new WordPieceTokenizer(WordPieceVocabulary.Load(file, ""));
            Assert.Equal([2, 4, 5, 3], tokenizer.Encode("Cars"));
            Assert.Equal([2, 1, 4, 3], tokenizer.Encode("cart car"));
            Assert.Equal([2, 1, 1, 1, 3], tokenizer.Encode("[CLS]"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{}},\"normalizer\":null}", "WordPiece")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":0}},\"normalizer\":{\"type\":\"BertNormalizer\",\"lowercase\":true}}", "[CLS]")]
    [InlineData("{}", "tokenizer.json")]
    [InlineData("no JSON", "tokenizer.json")]
    public void A_file_of_another_kind_is_refused_in_one_sentence(string json, string part)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("pixelshap-").FullName, "tokenizer.json");
        File.WriteAllText(path, json);
        try
        {
            var error = Assert.Throws<PixelShapException>(() => WordPieceVocabulary.Load(path, "Take another."));
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.Equal("Take another.", error.Remedy);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private WordPieceTokenizer Tokenizer(string file)
    {
        string path = Path.Combine(_folder, file);
        if (file == "vocab.txt")
        {
            File.WriteAllLines(path, Vocabulary);
        }
        else
        {
            Dictionary<string, int> ids = Vocabulary.Index().ToDictionary(item => item.Item, item => item.Index);
            var normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true };
            var model = new { type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100, vocab = ids };
            File.WriteAllText(path, JsonSerializer.Serialize(new { normalizer, model }));
        }

        return new WordPieceTokenizer(WordPieceVocabulary.Load(path, ""));
    }

    private static IEnumerable<int> Ids(string pieces) => pieces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(piece => Array.IndexOf(Vocabulary, piece));
}
