using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Failures;

/// <summary>
/// Judges errors by status and words. Services use the same status for opposite things (400 for a wrong key, a moderated picture and an empty account; 500 for
/// a model without eyes), so the words come first.
/// </summary>
internal static partial class Verdicts
{
    /// <summary>Judges an error.</summary>
    /// <param name="status">The HTTP status, or the one inside the body; 2xx where neither says more.</param>
    /// <param name="words">What the service says.</param>
    /// <param name="wait">How long it wants to be left alone; null where it does not say.</param>
    public static Verdict Of(int status, ServiceWords words, TimeSpan? wait)
    {
        string said = words.All;
        if (status is >= 300 and < 400)
        {
            return Verdict.Moved;
        }

        bool isLimit = status == 429 || TooOften().IsMatch(said);
        if (isLimit && PerDay().IsMatch(said) && !PerMinuteOnly().IsMatch(said))
        {
            return Verdict.DayIsOver;
        }

        if (status == 402 || (Credit().IsMatch(said) && !(status == 429 && wait is not null)))
        {
            return Verdict.NoCredit;
        }

        if (status != 401 && status != 429 && Moderation().IsMatch(said) && !OfTheAccount().IsMatch(said))
        {
            return Verdict.Filtered;
        }

        if (status == 429)
        {
            return Verdict.Throttled;
        }

        if (OfPictures(status, said) is { } aboutPictures)
        {
            return aboutPictures;
        }

        return Region().IsMatch(said) ? Verdict.WrongPlace
            : status == 401 || Key().IsMatch(said) ? Verdict.WrongKey
            : status is 404 or 405 or 410 || Model().IsMatch(said) ? Verdict.NotThere
            : status == 403 && !isLimit ? Verdict.WrongKey
            : status is 408 or 409 or 425 ? Verdict.Passing
            : status >= 500 ? OfServer(status, said)
            : isLimit ? Verdict.Throttled
            : Verdict.Unknown;
    }

    private static Verdict? OfPictures(int status, string said)
    {
        if (TooMany().IsMatch(said))
        {
            return AtMostNone().IsMatch(said) ? Verdict.NoPictures : Verdict.TooManyPictures;
        }

        if (UnknownField().IsMatch(said))
        {
            return Verdict.UnknownField;
        }

        bool isForm = PictureForm().IsMatch(said);
        if (!isForm && Blind().IsMatch(said))
        {
            return Verdict.NoPictures;
        }

        return status is 401 or 403 or 404 ? null
            : status is 413 or 415 || isForm || Picture().IsMatch(said) || Context().IsMatch(said) ? status >= 500 && Passing().IsMatch(said) ? null : Verdict.ThisPicture
            : AnswerLength().IsMatch(said) ? Verdict.AnswerLength
            : null;
    }

    private static Verdict OfServer(int status, string said) =>
        status is 502 or 503 or 504 or 529 || (status >= 520 && status != 530) || said.Trim().Length < 12 || Passing().IsMatch(said) || SaysNothing().IsMatch(said)
            ? Verdict.Passing
            : Verdict.OutOfOrder;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Patience = ReadingLimit.Milliseconds;

    [GeneratedRegex("rate[ _-]?limit|too[ _]many[ _]requests|throttl|resource[_ ]exhausted|quota|limit (reached|exceeded)|exceeded .{0,30}limit|usage limit|slow down|限流|频繁|请求过多|并发", Options, Patience)]
    private static partial Regex TooOften();

    [GeneratedRegex("per[ _-]?(day|week|month)|by(day|week|month)|(request|token)s?_per_(day|week|month)|\\bdaily\\b|\\bweekly\\b|\\bmonthly\\b|\\b[RT]PD\\b|per 86400 ?s|(for|of) (the|this) (day|week|month)|today|每天|每日|当日|今日|本月", Options, Patience)]
    private static partial Regex PerDay();

    // A message may praise another plan's daily allowance while it is the minute that is over.
    [GeneratedRegex("(requests|tokens) per min(ute)? \\([RT]PM\\)|on (requests|tokens) per min", Options, Patience)]
    private static partial Regex PerMinuteOnly();

    [GeneratedRegex("insufficient[_ -]?(account[_ ])?(quota|balance|credits?|funds?)|(not enough|not sufficient|no|low|out of|exhausted|used (up )?all|run out of|depleted) .{0,20}(balance|credits?\\b|funds)|balance .{0,20}(insufficient|too low|not enough|exhausted|negative)|balance_not_enough|credit balance|exceeded_current_quota|arrearage|overdue|in good standing|billing[_ ](hard[_ ])?limit|billing[_ ]not[_ ]active|billing details|payment required|spend(ing)?[_ ]limit|account is not active|prepay|余额|欠费|充值", Options, Patience)]
    private static partial Regex Credit();

    [GeneratedRegex("content[ _-]?(filter|policy|management|moderation|safety)|data[_ ]?inspection|moderat|inappropriate|responsible[ _]?ai|prohibited[_ ]content|\\bsafety\\b|\\bunsafe\\b|nsfw|sensitive (content|information|words|data)|sensitive_|\\b(was|were|been|is) flagged|flagged (as|by|for)|(violat|against).{0,60}(polic|guideline|terms|rule)|usage guidelines|guardrail|blocked by|harmful|image_content_policy|敏感|违规|不安全|审核|illegal[_ ](image|prompt|content)|risk[ _]control|high risk", Options, Patience)]
    private static partial Regex Moderation();

    [GeneratedRegex("(account|organi[sz]ation|project|api key|workspace|user) .{0,60}(suspend|deactivat|disabl|terminat|blocked|banned|flagged)", Options, Patience)]
    private static partial Regex OfTheAccount();

    [GeneratedRegex("api[ _-]?key|(invalid|incorrect|expired|missing|wrong|bad|no) .{0,30}(token|credential|key\\b|secret)|unauthori[sz]ed|unauthenticated|authenticat|authorization|permission[_ ]denied|not authorized|access denied|accessdenied|forbidden|无效的令牌|身份验证|鉴权", Options, Patience)]
    private static partial Regex Key();

    [GeneratedRegex("location is not supported|unsupported_country|country, region|(not|un)[ -]?available in your (country|region|location)|your (country|region) is not|region.{0,20}not (supported|allowed)|不支持.{0,6}地区", Options, Patience)]
    private static partial Regex Region();

    [GeneratedRegex("model.{0,80}(not[ _]found|does ?n[o']t exist|not exist|no longer|unknown|not available|unavailable for|not supported|not a valid|isn't valid|decommission|deprecat|retired|shut down|not loaded|access)|(invalid|unknown|unsupported|no such|missing|unrecogni[sz]ed) .{0,12}model|deployment.{0,40}(not|exist)|no endpoints? found|unexpected endpoint|no models? loaded|模型.{0,10}(不存在|未找到)", Options, Patience)]
    private static partial Regex Model();

    [GeneratedRegex("(at most|maximum( number)? of|more than|up to|only) \\d+ (images?|pictures?|multi-?modal)|at most \\d+ .{0,12}image|too[ _]many[ _]images|(only (one|a single|1)|single) image|number of images|multiple images (are|is)? ?not", Options, Patience)]
    private static partial Regex TooMany();

    [GeneratedRegex("(unknown|unrecogni[sz]ed|unexpected) (name|field|parameter|argument|property|key|keyword)|extra inputs are not permitted|extra_forbidden|unsupported[_ ]parameter|unsupported value|additional properties", Options, Patience)]
    private static partial Regex UnknownField();

    [GeneratedRegex("at most 0|maximum( number)? of 0", Options, Patience)]
    private static partial Regex AtMostNone();

    [GeneratedRegex("image[ _-]?(format|type|mime|media[ _]type|encoding|size|dimension|resolution|parse|file)|(unsupported|invalid|unknown)[ _](image|media|mime)|media[ _]type|mime|base64|corrupt|decode|aspect ratio|pixels", Options, Patience)]
    private static partial Regex PictureForm();

    [GeneratedRegex("(does ?n[o']t|do ?n[o']t|not|cannot|can't|no|lacks?|without) .{0,60}(support|accept|take|handle|process|allow|enabled?).{0,60}(image|vision|multi-?modal|picture|visual|photo)|(image|vision|multi-?modal|visual|picture|mmproj)s?.{0,60}(not|un|n't |no longer )[ -]?(support|enabled|available|allowed|permitted|accepted|configured|implemented|loaded)|image.{0,30}only (supported|available)|not (a|an) .{0,12}(multi-?modal|vision|visual)|non-?(vision|multi-?modal)|(no|lacks?|without|missing) .{0,12}(vision|image|multi-?modal) (capabilit|support|input|encoder|tower|projector)|mmproj|unknown variant .{0,3}image|content.{0,12} must be a string|text[- ]only|only (supports?|accepts?|takes?|allows?) .{0,12}text|capability_violation|不支持.{0,8}(图|视觉|多模态)", Options, Patience)]
    private static partial Regex Blind();

    [GeneratedRegex("(image|picture|photo|payload|request entity|request body|body|file|upload).{0,60}(too[ _](large|big|small|long)|exceed|larger than|smaller than|damaged|invalid|malformed|unreadable|broken|truncated|empty|could not|cannot|can't|failed|unable|not valid)|(invalid|unsupported|bad|failed to|could not|couldn't|cannot|can't|unable to|error).{0,50}(image|picture|photo|pixel)|invalid[_ ]?image|(entity|payload|request|content)[ _]too[ _]large", Options, Patience)]
    private static partial Regex Picture();

    [GeneratedRegex("context[ _-]?(length|window|size|limit)|maximum context|`?inputs`? tokens|too many (input |prompt )?tokens|(prompt|input|request).{0,30}too[ _]long|exceed.{0,40}(context|input tokens|token limit)|string_above_max_length", Options, Patience)]
    private static partial Regex Context();

    [GeneratedRegex("max(imum)?[_ ](completion[_ ]|output[_ ]|new[_ ])?tokens.{0,80}(too (large|small|high)|at (most|least)|must be|exceed|greater|less|between|range|larger|supports)", Options, Patience)]
    private static partial Regex AnswerLength();

    [GeneratedRegex("overload|unavailable|time[d]?[ -]?out|temporar|try again|retry|capacity|\\bbusy|loading model|starting|warming|connection|upstream|gateway|restart|maintenance|shutting|\\breset\\b|queue|exhausted|high demand|please wait|繁忙|稍后", Options, Patience)]
    private static partial Regex Passing();

    [GeneratedRegex("internal|unexpected (error|exception)|unknown error|went wrong|server had an error|server[ _]error$|^failed for|while processing your request|\\boops\\b", Options, Patience)]
    private static partial Regex SaysNothing();
}
