namespace PixelShap.Video.Attribution.Claims;

/// <summary>A stretch of an answer that says one thing.</summary>
/// <param name="Start">The place of its first character in the answer.</param>
/// <param name="Text">Its text, without the joining word and the marks around it.</param>
public readonly record struct AnswerPart(int Start, string Text);

/// <summary>Splits an answer into its claims: sentences, items of a list, and clauses joined by "and", "because", "so" and the like.</summary>
public static class AnswerClaims
{
    // A stretch of fewer words says nothing by itself: "and" joins two words there, not two clauses.
    private const int FewestWords = 2;

    private static readonly string[] s_joints = [" and ", " because ", " but ", " while ", " so ", " since ", " as ", " und ", " weil ", " aber ", " denn ", " et ", " mais ", " y ", " pero ", " porque "];

    /// <summary>The claims of an answer in their order; none for an empty answer.</summary>
    public static IReadOnlyList<AnswerPart> Of(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var claims = new List<AnswerPart>();
        foreach ((int start, int end) in Sentences(answer))
        {
            int from = start;
            foreach ((int at, int length) in Joints(answer, start, end))
            {
                if (at >= from && Words(answer.AsSpan(from, at - from)) >= FewestWords && Words(answer.AsSpan(at + length, end - at - length)) >= FewestWords)
                {
                    Add(claims, answer, from, at);
                    from = at + length;
                }
            }

            Add(claims, answer, from, end);
        }

        return claims;
    }

    /// <summary>Sentences and items of lists: they end at a mark that something else follows, at a semicolon or with their line.</summary>
    private static IEnumerable<(int Start, int End)> Sentences(string answer)
    {
        int start = 0;
        for (int i = 0; i < answer.Length; i++)
        {
            // "1.5 m" and "e.g." have no space after the point, or a small letter.
            bool ends = answer[i] is '\n' or ';' or '。' or '！' or '？'
                || (answer[i] is '.' or '!' or '?' && (i + 1 == answer.Length || (char.IsWhiteSpace(answer[i + 1]) && !(answer[i] == '.' && IsItemNumber(answer, start, i)))));
            if (ends)
            {
                yield return (start, i);
                start = i + 1;
            }
        }

        yield return (start, answer.Length);
    }

    /// <summary>"2." before an item is its number and ends nothing.</summary>
    private static bool IsItemNumber(string answer, int start, int end) => answer.AsSpan(start, end - start).Trim() is { Length: > 0 and < 3 } number && !number.ContainsAnyExceptInRange('0', '9');

    private static IEnumerable<(int At, int Length)> Joints(string answer, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            foreach (string joint in s_joints)
            {
                if (i + joint.Length <= end && string.Compare(answer, i, joint, 0, joint.Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    yield return (i, joint.Length);
                    break;
                }
            }

            if (answer[i] == ',' && i + 1 < end && char.IsWhiteSpace(answer[i + 1]))
            {
                yield return (i, 1);
            }
        }
    }

    private static void Add(List<AnswerPart> claims, string answer, int start, int end)
    {
        start = FirstLetter(answer, start, end);

        // The number of an item is no part of what it says.
        int number = start;
        while (number < end && char.IsAsciiDigit(answer[number]))
        {
            number++;
        }

        if (number > start && number < end && answer[number] is '.' or ')')
        {
            start = FirstLetter(answer, number, end);
        }

        string? joint = s_joints.FirstOrDefault(word => string.Compare(answer, start, word, 1, word.Length - 1, StringComparison.OrdinalIgnoreCase) == 0 && start + word.Length - 1 < end);
        start = FirstLetter(answer, start + (joint is null ? 0 : joint.Length - 1), end);
        while (end > start && !char.IsLetterOrDigit(answer[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            claims.Add(new AnswerPart(start, answer[start..end]));
        }
    }

    private static int FirstLetter(string answer, int start, int end)
    {
        while (start < end && !char.IsLetterOrDigit(answer[start]))
        {
            start++;
        }

        return start;
    }

    private static int Words(ReadOnlySpan<char> text)
    {
        int words = 0;
        bool inside = false;
        foreach (char c in text)
        {
            bool isWord = char.IsLetterOrDigit(c);
            words += isWord && !inside ? 1 : 0;
            inside = isWord;
        }

        return words;
    }
}
