using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Failures;

/// <summary>Finds how long a service wants to be left alone: in headers, in fields of the body, in words.</summary>
internal static partial class AskedWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>The wait that the headers state; null for none.</summary>
    /// <param name="header">The value of a header by its name; null where it is missing.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? InHeaders(Func<string, string?> header, DateTimeOffset now)
    {
        if (Number(header("retry-after-ms")) is { } milliseconds)
        {
            return Of(milliseconds / 1000);
        }

        string? value = header("Retry-After");
        if (value is null)
        {
            return null;
        }

        return Number(value) is { } seconds ? Of(seconds)
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) && date > now ? date - now
            : Duration(value);
    }

    /// <summary>The wait that the headers of a used-up limit state, for replies that say no more clearly; null for none.</summary>
    /// <param name="header">The value of a header by its name; null where it is missing.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? InLimitHeaders(Func<string, string?> header, DateTimeOffset now)
    {
        foreach (string name in (ReadOnlySpan<string>)["requests", "tokens"])
        {
            if (header($"x-ratelimit-remaining-{name}") is "0" && header($"x-ratelimit-reset-{name}") is { } reset)
            {
                return Number(reset) is { } seconds ? Of(seconds) : Duration(reset);
            }
        }

        if (Number(header("x-ratelimit-reset")) is not { } at)
        {
            return null;
        }

        // Seconds from now, or a moment of the Unix calendar in seconds or milliseconds.
        double unix = now.ToUnixTimeMilliseconds() / 1000.0;
        return at switch
        {
            > 1e11 => Of((at / 1000) - unix),
            > 1e9 => Of(at - unix),
            _ => Of(at),
        };
    }

    /// <summary>The wait in a field of the body, for example <c>retryDelay: 41s</c>; null where it is none.</summary>
    public static TimeSpan? InField(string name, string value) => name switch
    {
        "retrydelay" or "retry_delay" or "retry_after" or "retryafter" or "retry-after" or "retry_after_seconds" or "retryafterseconds" or "seconds_to_wait" or "wait_seconds" =>
            Number(value) is { } seconds ? Of(seconds) : Duration(value),
        "retry_after_ms" or "retryafterms" => Number(value) is { } milliseconds ? Of(milliseconds / 1000) : null,
        _ => null,
    };

    /// <summary>The wait in a sentence, for example <c>Please try again in 6m0s</c>; null for none.</summary>
    public static TimeSpan? InWords(string text)
    {
        Match match = Sentence().Match(text);
        return match.Success ? Duration(match.Groups["wait"].Value) : null;
    }

    /// <summary>A length of time such as <c>41s</c>, <c>1h2m3.5s</c>, <c>350ms</c> or <c>2 minutes</c>; null where it is none.</summary>
    private static TimeSpan? Duration(string text)
    {
        double seconds = 0;
        MatchCollection parts = Part().Matches(text);
        foreach (Match part in parts)
        {
            double number = double.Parse(part.Groups["number"].Value.Replace(',', '.'), CultureInfo.InvariantCulture);
            seconds += number * part.Groups["unit"].Value.ToLowerInvariant() switch
            {
                "ms" or "millisecond" or "milliseconds" or "msec" or "毫秒" => 0.001,
                "m" or "min" or "mins" or "minute" or "minutes" or "minuten" or "分钟" or "分" => 60,
                "h" or "hr" or "hrs" or "hour" or "hours" or "stunden" or "小时" => 3600,
                "d" or "day" or "days" or "天" => 86400,
                _ => 1,
            };
        }

        return parts.Count > 0 ? Of(seconds) : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && double.IsFinite(number) ? number : null;

    private static TimeSpan Of(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));

    private const string Units = "ms|msec|milliseconds?|seconds?|secs?|sekunden?|s|minutes?|minuten|mins?|m|hours?|hrs?|stunden?|h|days?|d|毫秒|秒钟?|分钟?|小时|天";

    [GeneratedRegex(
        @"(?:(?:try again|retry(?:ing)?|wait|available|resets?|back|reset)\b[^.;]{0,40}?\b(?:in|after|for|within)?\s*|请(?:在)?|等待)\s*(?<wait>\d+(?:[.,]\d+)?\s*(?:" + Units + @")(?![A-Za-z])(?:\s*(?:and\s*)?\d+(?:[.,]\d+)?\s*(?:" + Units + @")(?![A-Za-z]))*|\d+(?:\.\d+)?[hm]\d[\dhms.]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"(?<number>\d+(?:[.,]\d+)?)\s*(?<unit>" + Units + @")(?![A-Za-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: ReadingLimit.Milliseconds)]
    private static partial Regex Part();
}
