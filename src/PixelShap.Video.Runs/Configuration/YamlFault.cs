using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What is wrong with a text that is no YAML, in words for whoever wrote it; the reader's own texts speak of scalars, tokens and anchors, and its lines are often those where it noticed.</summary>
/// <param name="Line">The line to mend, from 1; 0 where it is not known.</param>
/// <param name="What">A part of a sentence, without a full stop.</param>
/// <param name="Remedy">What to do about it.</param>
internal readonly partial record struct YamlFault(long Line, string What, string Remedy)
{
    private const string Quote = "Put it in quotes.";
    private const string Indent = "Settings of one section begin in the same column, those below them further right.";

    /// <summary>The fault behind what the reader threw.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="exception">The reader's exception: its own kind, or <see cref="InvalidOperationException"/> for a list that another setting follows.</param>
    public static YamlFault Of(string yaml, Exception exception)
    {
        string[] lines = yaml.Split('\n');
        var error = exception as YamlException;
        long line = error?.Start.Line ?? 0;
        string said = error?.Message ?? "";
        string text = line > 0 && line <= lines.Length ? lines[line - 1].TrimEnd() : "";
        int column = (int)(error?.Start.Column ?? 0) - 1;
        char sign = column >= 0 && column < text.Length ? text[column] : ' ';
        if (Says("tab") && TabbedLine(lines, error!.End.Line) is > 0 and var tabbed)
        {
            return new YamlFault(tabbed, "this line begins with a tab", "Indent with spaces.");
        }

        if (exception is AnchorNotFoundException)
        {
            string alias = $"*{said.Split('\'').ElementAtOrDefault(1)}";
            return new YamlFault(1 + Array.FindIndex(lines, candidate => candidate.Contains(alias, StringComparison.Ordinal)), Begins('*'), Quote);
        }

        if (Says("Duplicate key"))
        {
            return new YamlFault(line, $"{said["Duplicate key ".Length..]} stands here a second time", "Keep one of the two.");
        }

        if (Says("anchor or alias") || Says("cannot start any token") || Says("block scalar"))
        {
            return new YamlFault(line, Begins(sign), Quote);
        }

        if (Says("escape character"))
        {
            return new YamlFault(line, "a \\ stands in double quotes", "Write it as \\\\, or use single quotes.");
        }

        if (Says("quoted scalar") || Says("double-quoted") || Says("single-quoted"))
        {
            return new YamlFault(line, "a quote is opened and not closed", "Close it at the end of the text.");
        }

        // Where a setting follows an open list, the reader gives up without a line.
        if ((exception is InvalidOperationException || Says("flow")) && OpenBracket(lines) is { Line: > 0 } open)
        {
            return new YamlFault(open.Line, $"a {open.Sign} is opened and not closed", $"Close it with {(open.Sign == '[' ? ']' : '}')}, or put a text that begins with {open.Sign} in quotes.");
        }

        return sign is ']' or '}'
            ? new YamlFault(line, $"a {sign} stands here that nothing opened", "Remove it, or put the text in quotes.")
            : OfPlace(lines, line, text, column, said) ?? new YamlFault(line, "this is not valid YAML", "Check indentation, colons and quotes at that line.");

        bool Says(string part) => said.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Faults that the place tells: what stands at it and before it.</summary>
    private static YamlFault? OfPlace(string[] lines, long line, string text, int column, string said)
    {
        char sign = column >= 0 && column < text.Length ? text[column] : ' ';
        int indent = text.Length - text.TrimStart().Length;
        string before = line > 1 ? lines[line - 2].Trim() : "";
        bool isColon = said.Contains("mapping", StringComparison.Ordinal) && (said.Contains("invalid", StringComparison.Ordinal) || said.Contains("not allowed", StringComparison.Ordinal));
        if (isColon && column > 0 && text[..Math.Min(column, text.Length)].Contains(": ", StringComparison.Ordinal))
        {
            return new YamlFault(line, "this text holds ': '", Quote);
        }

        if (!isColon && column > indent && Starred().IsMatch(text))
        {
            return new YamlFault(line, Begins('*'), Quote);
        }

        if (!isColon && sign is ',' or '[' or '{')
        {
            return new YamlFault(line, $"a {sign} stands here that does not belong there", "Remove it, or put the text in quotes.");
        }

        if (!isColon && column > indent && Quoted().IsMatch(text))
        {
            return new YamlFault(line, "something stands behind the closing quote", "Put the whole text in quotes; a ' within single quotes is written twice.");
        }

        bool isPlace = isColon || said.Contains("expected key", StringComparison.Ordinal) || said.Contains("indicator", StringComparison.Ordinal) || said.Contains("document end", StringComparison.Ordinal);
        return (isColon, Keyless(before), Keyless(text.Trim())) switch
        {
            _ when !isPlace => null,
            (true, true, _) => new YamlFault(line - 1, "this line has no ':' behind a name", "Write each setting as 'key: value'."),
            (false, _, true) when before is not [.., '|' or '>'] => new YamlFault(line, "this line has no ':' behind a name", "Write each setting as 'key: value'."),
            _ => new YamlFault(line, "this line is not indented like those around it", Indent),
        };
    }

    private static bool Keyless(string line) => line.Length > 0 && !line.Contains(':', StringComparison.Ordinal) && line[0] is not ('-' or '#');

    private static string Begins(char sign) => $"a text that begins with {sign} must stand in quotes";

    private static long TabbedLine(string[] lines, long noticed)
    {
        bool isThere = noticed > 0 && noticed <= lines.Length && IsTabbed(lines[noticed - 1]);
        return isThere ? noticed : 1 + Array.FindIndex(lines, IsTabbed);
    }

    private static bool IsTabbed(string line) => line.TrimStart(' ').StartsWith('\t');

    /// <summary>The first bracket that begins a value and is open to the end.</summary>
    private static (long Line, char Sign) OpenBracket(string[] lines)
    {
        (long Line, char Sign) first = default;
        int depth = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            int from = 0;
            if (depth == 0)
            {
                if (Bracket().Match(lines[i]) is not { Success: true } match)
                {
                    continue;
                }

                from = match.Groups["bracket"].Index;
                first = (i + 1, lines[i][from]);
            }

            foreach (char letter in lines[i].AsSpan(from))
            {
                depth += letter is '[' or '{' ? 1 : letter is ']' or '}' ? -1 : 0;
            }
        }

        return depth > 0 ? first : default;
    }

    [GeneratedRegex(@"^[\s-]*([^\s'""#][^'""#]*?:\s+|-\s+)?(?<bracket>[\[{])", RegexOptions.ExplicitCapture)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"(:|-)\s+\*")]
    private static partial Regex Starred();

    [GeneratedRegex(@"(:|-)\s+['""]")]
    private static partial Regex Quoted();
}
