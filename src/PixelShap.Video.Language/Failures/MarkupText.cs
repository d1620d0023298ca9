using System.Net;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Failures;

/// <summary>What a person would read of an error page.</summary>
internal static partial class MarkupText
{
    private const int Enough = 400;

    /// <summary>The text of HTML or XML without its tags; of HTML the title and the beginning.</summary>
    public static string Of(string markup)
    {
        string bare = Unseen().Replace(markup, " ");
        Match title = Title().Match(bare);
        string text = ServiceWords.OneLine(WebUtility.HtmlDecode(Tag().Replace(title.Success ? bare.Replace(title.Value, " ", StringComparison.Ordinal) : bare, " ")));
        string head = title.Success ? ServiceWords.OneLine(WebUtility.HtmlDecode(title.Groups["text"].Value)) : "";
        string rest = text.StartsWith(head, StringComparison.Ordinal) ? text[head.Length..].Trim() : text;
        string both = head.Length == 0 ? rest : rest.Length == 0 ? head : $"{head}; {rest}";
        return both.Length <= Enough ? both : both[..Enough];
    }

    /// <summary>The message in JSON that was cut off; the whole text where there is none.</summary>
    public static string LooseMessage(string json)
    {
        Match message = Message().Match(json);
        return message.Success ? message.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.Ordinal) : json;
    }

    [GeneratedRegex(@"<(?<tag>script|style)\b.*?</\k<tag>\s*>|<!--.*?-->|<\?.*?\?>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"<title[^>]*>(?<text>.*?)</title\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Title();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Tag();

    [GeneratedRegex("\"(?:message|detail|error|msg)\"\\s*:\\s*\"(?<text>(?:[^\"\\\\]|\\\\.)+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Message();
}
