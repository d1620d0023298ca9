namespace PixelShap.Video.Web.Library;

/// <summary>What somebody looks for in the library: words, all of which a run must have, and kinds that are chosen from lists.</summary>
/// <param name="Words">The words as they were typed; what stands in quotation marks is one.</param>
/// <param name="Verdict">A kind of verdict; empty for any.</param>
/// <param name="Event">A kind of event; empty for any.</param>
/// <param name="Class">A class among the most important road users; empty for any.</param>
internal sealed record RunSearch(string Words, string Verdict, string Event, string Class)
{
    private const int MostHits = 3;

    private readonly string[] _words = [.. Split(Words)];

    /// <summary>Whether a run has all of it, and where.</summary>
    /// <returns>The moments to show, the best first; null where the run has not all of it.</returns>
    public IReadOnlyList<RunText>? Find(RunSummary run)
    {
        bool fits = (Verdict.Length == 0 || run.Verdicts.Any(pair => pair.Key == Verdict))
            && (Event.Length == 0 || run.Events.Any(pair => pair.Key == Event))
            && (Class.Length == 0 || run.Top.Any(top => top.Class == Class));
        if (!fits)
        {
            return null;
        }

        if (_words.Length == 0)
        {
            return [];
        }

        RunText[] texts = run.State == RunState.Ready ? [.. run.Texts] : [new RunText(null, "name", run.Name), new RunText(null, "name", run.Clip), new RunText(null, "note", run.Note)];
        return _words.All(word => texts.Any(text => Has(text, word)))
            ? [.. texts.Select(text => (Text: text, Count: _words.Count(word => Has(text, word)))).Where(hit => hit.Count > 0)
                .OrderByDescending(hit => hit.Count).ThenBy(hit => hit.Text.Kind is "class" or "name" ? 1 : 0).Select(hit => hit.Text).Take(MostHits)]
            : null;
    }

    private static bool Has(RunText text, string word) => text.Text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Split(string words)
    {
        string[] parts = words.Split('"');
        for (int i = 0; i < parts.Length; i++)
        {
            foreach (string word in i % 2 == 1 ? [parts[i]] : parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Trim().Length > 0)
                {
                    yield return word.Trim();
                }
            }
        }
    }
}
