namespace PixelShap.Similarity;

/// <summary>
/// Where two texts go the same way word by word, and where not: a word that stands in place of another between the same words says something else, while
/// a text that goes another way says little about that.
/// </summary>
/// <remarks>Source of the matching: Ratcliff &amp; Metzener, "Pattern matching: the gestalt approach" (1988), as Python's difflib does it.</remarks>
internal sealed class StatementFrames
{
    private readonly List<(int First, int Second, int Length)> _common = [];
    private readonly IReadOnlyList<string> _first;
    private readonly IReadOnlyList<string> _second;

    /// <summary>Matches two texts.</summary>
    public StatementFrames(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        (_first, _second) = (first, second);
        var open = new Stack<(int A, int AEnd, int B, int BEnd)>([(0, first.Count, 0, second.Count)]);
        while (open.TryPop(out (int A, int AEnd, int B, int BEnd) part))
        {
            if (Longest(part.A, part.AEnd, part.B, part.BEnd) is { Length: > 0 } common)
            {
                _common.Add(common);
                open.Push((part.A, common.First, part.B, common.Second));
                open.Push((common.First + common.Length, part.AEnd, common.Second + common.Length, part.BEnd));
            }
        }

        _common.Sort();
        Alike = first.Count + second.Count > 0 ? 2.0 * _common.Sum(common => common.Length) / (first.Count + second.Count) : 1;
    }

    /// <summary>The share of the words that both texts have in the same order, 0 to 1.</summary>
    public double Alike { get; }

    /// <summary>The parts in which the texts differ, in order; one of the two may be empty.</summary>
    public IEnumerable<(ArraySegment<string> First, ArraySegment<string> Second)> Differences()
    {
        string[] a = [.. _first], b = [.. _second];
        int i = 0, j = 0;
        foreach ((int first, int second, int length) in _common.Append((a.Length, b.Length, 0)))
        {
            if (first > i || second > j)
            {
                yield return (new ArraySegment<string>(a, i, first - i), new ArraySegment<string>(b, j, second - j));
            }

            (i, j) = (first + length, second + length);
        }
    }

    /// <summary>How many words stand in place of others, at most two for each difference; two that changed places count once each.</summary>
    public int Substitutions()
    {
        HashSet<string> inFirst = [.. _first], inSecond = [.. _second];
        int count = 0;
        foreach ((ArraySegment<string> first, ArraySegment<string> second) in Differences())
        {
            string[] a = [.. first.Where(word => !StatementVocabulary.IsFunctionWord(word))], b = [.. second.Where(word => !StatementVocabulary.IsFunctionWord(word))];
            if (a.Length == 0 || b.Length == 0)
            {
                continue;
            }

            int onlyA = a.Count(word => !inSecond.Contains(word)), onlyB = b.Count(word => !inFirst.Contains(word));
            count += onlyA > 0 && onlyB > 0 ? Math.Min(Math.Min(onlyA, onlyB), 2)
                : onlyA == 0 && onlyB == 0 && !a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal)) ? 1 : 0;
        }

        return count;
    }

    private (int First, int Second, int Length) Longest(int a, int aEnd, int b, int bEnd)
    {
        (int First, int Second, int Length) best = (a, b, 0);
        int[] before = new int[bEnd - b + 1];
        for (int i = a; i < aEnd; i++)
        {
            int[] now = new int[bEnd - b + 1];
            for (int j = b; j < bEnd; j++)
            {
                if (string.Equals(_first[i], _second[j], StringComparison.Ordinal))
                {
                    int length = now[j - b + 1] = before[j - b] + 1;
                    best = length > best.Length ? (i - length + 1, j - length + 1, length) : best;
                }
            }

            before = now;
        }

        return best;
    }
}
