using System.Text.RegularExpressions;

namespace PixelShap.Similarity;

/// <summary>What a text does before it states anything: says yes or no, or declines to answer.</summary>
internal static partial class StatementStance
{
    /// <summary>True for a text that begins with "yes" or its like, false for one that begins with "no", null for others.</summary>
    public static bool? Verdict(string text) => Verdicts().Match(text) is not { Success: true } match ? null : match.Groups["yes"].Success;

    /// <summary>Whether a text says that it cannot tell.</summary>
    public static bool Declines(string text) => Declining().IsMatch(StatementUnits.Plain(text));

    [GeneratedRegex(@"^\W*((?<yes>yes|yeah|correct|right|indeed|true|affirmative)|no|nope|false|incorrect|negative)\s*[,.:;!]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Verdicts();

    [GeneratedRegex(@"\b(sorry|apologi[sz]e|unable to|not able to|decline|i can not|i do not know)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Declining();
}
