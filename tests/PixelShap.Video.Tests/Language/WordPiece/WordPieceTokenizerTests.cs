using PixelShap.Testing;
using PixelShap.Video.Language.WordPiece;

namespace PixelShap.Video.Tests.Language.WordPiece;

/// <summary>The ids were made with Hugging Face's own tokenizers (the npm package @huggingface/tokenizers 0.2.0) from the same tokenizer.json.</summary>
public sealed class WordPieceTokenizerTests
{
    private const string Json = "models/tokenizer-minilm/tokenizer.json", Vocabulary = "models/tokenizer-minilm/vocab.txt";

    private static readonly (string Text, int[] Ids)[] Reference =
    [
        ("", [101, 102]),
        ("Hello, world!", [101, 7592, 1010, 2088, 999, 102]),
        ("The quick brown fox jumps over the lazy dog.", [101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102]),
        ("unaffable embeddings tokenization", [101, 14477, 20961, 3468, 7861, 8270, 4667, 2015, 19204, 3989, 102]),
        ("A white van, two cyclists and a pedestrian with a pushchair are waiting at the zebra crossing; slow down to 30 km/h.",
            [101, 1037, 2317, 3158, 1010, 2048, 21912, 1998, 1037, 14662, 2007, 1037, 5245, 24925, 2099, 2024, 3403, 2012, 1996, 29145, 5153, 1025,
                4030, 2091, 2000, 2382, 2463, 1013, 1044, 1012, 102]),
        ("mother-in-law's e-scooter #3 @ 5:30pm <stop>",
            [101, 2388, 1011, 1999, 1011, 2375, 1005, 1055, 1041, 1011, 8040, 17206, 2121, 1001, 1017, 1030, 1019, 1024, 2382, 9737, 1026, 2644, 1028, 102]),
        ("don't can't  it's 'quoted' “curly” … — dash",
            [101, 2123, 1005, 1056, 2064, 1005, 1056, 2009, 1005, 1055, 1005, 9339, 1005, 1523, 17546, 1524, 1529, 1517, 11454, 102]),
        ("£5 €20 $3.50 50% 3×4 a_b-c/d",
            [101, 27813, 1574, 11387, 1002, 1017, 1012, 2753, 2753, 1003, 1017, 26306, 2549, 1037, 1035, 1038, 1011, 1039, 1013, 1040, 102]),
        ("crème brûlée à l'Ærøskøbing", [101, 13675, 21382, 7987, 9307, 2063, 1037, 1048, 1005, 1097, 2099, 16415, 6711, 16415, 10472, 102]),
        ("naïve façade Zürich Łódź Dvořák", [101, 15743, 8508, 10204, 17814, 1040, 14550, 4817, 102]),
        ("ÀÉÎÕÜ ñ ç Å ø ł ß İstanbul", [101, 29347, 3695, 2226, 1050, 1039, 1037, 1100, 1105, 1096, 9960, 102]),
        ("e\u0301 combining \u0000null\ufffd", [101, 1041, 11566, 19701, 102]),
        ("  tabs\tand\nnew lines \u00a0nbsp\u200bzero\u00adsoft ", [101, 21628, 2015, 1998, 2047, 3210, 1050, 5910, 2361, 6290, 19137, 6199, 102]),
        ("東京の交通 信号機は赤", [101, 1879, 1755, 1671, 100, 100, 1767, 100, 100, 1672, 100, 102]),
        ("豈更車 ≠ \u037e", [101, 100, 100, 1954, 1027, 1025, 102]),
        ("日本 nǐ hǎo Tiếng Việt", [101, 1864, 1876, 9152, 5292, 2080, 5495, 3070, 19710, 102]),
        ("한국어 보행자",
            [101, 1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, 1460, 30011, 30005, 30007, 30025, 30000, 30006, 102]),
        ("Привет, мир! Ёлка й", [101, 1194, 16856, 10325, 25529, 15290, 22919, 1010, 1191, 10325, 16856, 999, 1185, 29436, 28598, 1188, 102]),
        ("Ελλάδα ώρα", [101, 1159, 29727, 29727, 14608, 29722, 14608, 1179, 29732, 14608, 102]),
        ("هذا نص עברית हिन्दी ไทย",
            [101, 1297, 29822, 25573, 1296, 29826, 1259, 29789, 29811, 29796, 29813, 1339, 29877, 29863, 29861, 29878, 100, 102]),
        ("xyzzyqqqq 🚗 drives", [101, 1060, 2100, 28753, 4160, 4160, 4160, 4160, 100, 9297, 102]),
        ("STOP! 🛑🚶‍♀️ zebra-crossing (left)", [101, 2644, 999, 100, 29145, 1011, 5153, 1006, 2187, 1007, 102]),
        ("ＳＴＯＰ ½ﬁ Ⅳ ℃", [101, 100, 1092, 30510, 100, 100, 102]),
        ("①②½ ﬁne ＡＢＣ。！", [101, 100, 1984, 2638, 100, 1636, 1986, 102]),
        (new string('b', 100), [101, 22861, .. Enumerable.Repeat(10322, 49), 102]),
        (new string('b', 101), [101, 100, 102]),
    ];

    [SharedDataTheory(Json, Vocabulary)]
    [InlineData(Json)]
    [InlineData(Vocabulary)]
    public void The_ids_are_those_of_the_reference_tokenizer(string file)
    {
        var tokenizer = new WordPieceTokenizer(WordPieceVocabulary.Load(SharedData.Path(file), ""));
        Assert.All(Reference, sample => Assert.Equal(sample.Ids, tokenizer.Encode(sample.Text)));
    }

    [SharedDataFact(Json)]
    public void A_long_text_is_cut_to_512_tokens_and_still_ends_properly()
    {
        var tokenizer = new WordPieceTokenizer(WordPieceVocabulary.Load(SharedData.Path(Json), ""));
        IReadOnlyList<int> fits = tokenizer.Encode(string.Join(' ', Enumerable.Repeat("the", 510)));
        IReadOnlyList<int> cut = tokenizer.Encode(string.Join(' ', Enumerable.Repeat("unaffable", 400)));
        Assert.Equal([101, .. Enumerable.Repeat(1996, 510), 102], fits);
        Assert.Equal([101, .. Enumerable.Range(0, 510).Select(i => new[] { 14477, 20961, 3468 }[i % 3]), 102], cut);
        Assert.Equal([101, 1996, 102], tokenizer.Encode("the the the", 3));
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
}
