namespace PixelShap.Video.Attribution.Words;

/// <summary>
/// A question cut into phrases that can be left out: small words go with the word that they lead to, and each phrase has few others, so that what is left reads as a shorter question. It
/// knows the small words of English; in other languages phrases are so many words each.
/// </summary>
public sealed class QuestionPhrases
{
    private const int MostPhrases = 8, WordsPerPhrase = 2;

    private static readonly HashSet<string> s_small = new(
        ("a an the this that these those my your his her its our their and or but nor so of in on at to from with without by for as into onto over under near beside behind before after "
        + "if when while than then is are am was were be been do does did has have had can could will would shall should may might must i you he she it we they me him us them "
        + "what which who whom whose where why how there here not no any some each every about").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    private readonly string _end;

    private QuestionPhrases(IReadOnlyList<string> phrases, string end) => (Phrases, _end) = (phrases, end);

    /// <summary>The phrases in their order, without the mark that ends the question; none for a question without a word.</summary>
    public IReadOnlyList<string> Phrases { get; }

    /// <summary>Cuts a question into at most eight phrases.</summary>
    public static QuestionPhrases Of(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        string text = question.Trim(), end = text[text.TrimEnd('.', '?', '!', '…').Length..];
        string[] words = text[..^end.Length].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (int most = WordsPerPhrase; ; most++)
        {
            List<string> phrases = Cut(words, most);
            if (phrases.Count <= MostPhrases)
            {
                return new QuestionPhrases(phrases, end);
            }
        }
    }

    /// <summary>The question with some of its phrases; the mark at its end stays.</summary>
    /// <param name="isShown">Whether a phrase is there, by its place.</param>
    public string With(Func<int, bool> isShown)
    {
        string[] shown = [.. Phrases.Where((_, i) => isShown(i))];

        // What is left begins as a sentence does, and does not end in the middle of one.
        string text = string.Join(' ', shown).TrimEnd(',', ';', ':', ' ');
        return text.Length == 0 ? (_end.Length > 0 ? _end : "?") : char.ToUpperInvariant(text[0]) + text[1..] + _end;
    }

    private static List<string> Cut(string[] words, int most)
    {
        var phrases = new List<string>();
        var phrase = new List<string>();
        int large = 0;
        foreach (string word in words)
        {
            bool isSmall = s_small.Contains(word.Trim(',', ';', ':', '"', '(', ')'));
            if (large >= most || (isSmall && large > 0))
            {
                Close();
            }

            phrase.Add(word);
            large += isSmall ? 0 : 1;
            if (word[^1] is ',' or ';' or ':' or '.' or '?' or '!')
            {
                Close();
            }
        }

        Close();
        return phrases;

        void Close()
        {
            if (phrase.Count > 0)
            {
                phrases.Add(string.Join(' ', phrase));
                phrase.Clear();
                large = 0;
            }
        }
    }
}
