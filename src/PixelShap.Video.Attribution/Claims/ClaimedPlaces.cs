using System.Text.RegularExpressions;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>Where in the picture a claim says that something is, in words of English.</summary>
internal static partial class ClaimedPlaces
{
    /// <summary>The places: <c>left</c>, <c>right</c>, <c>ahead</c>; none where it names none.</summary>
    public static IReadOnlySet<string> Of(string claim) => Words().Matches(claim).Select(word => word.Value.ToLowerInvariant() is var place and ("left" or "right") ? place : "ahead").ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\b(left|right(?! (in|now|away|behind|before|next))|ahead|in front|in the (middle|centre|center))\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
