using System.Globalization;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language.Failures;

/// <summary>Turns an error of a service into what the program does about it and says of it. No message holds the key.</summary>
internal sealed class ServiceJudge
{
    private readonly string _name;
    private readonly string _whereToLook;
    private readonly bool _signsIn;
    private readonly TimeSpan _longestWait;
    private readonly Func<string, string> _redact;
    private readonly TimeProvider _time;

    /// <summary>Creates a judge for one model of one service.</summary>
    /// <param name="name">Model and host, for people.</param>
    /// <param name="whereToLook">What to check where the service knows no such model.</param>
    /// <param name="signsIn">Whether a signed-in identity asks, and not a key.</param>
    /// <param name="longestWait">The longest that the service may ask to be left alone.</param>
    /// <param name="redact">Takes secrets out of a text.</param>
    /// <param name="time">The clock.</param>
    public ServiceJudge(string name, string whereToLook, bool signsIn, TimeSpan longestWait, Func<string, string> redact, TimeProvider time)
    {
        _name = name;
        _whereToLook = whereToLook;
        _signsIn = signsIn;
        _longestWait = longestWait;
        _redact = redact;
        _time = time;
    }

    /// <summary>What an error means.</summary>
    /// <param name="status">The HTTP status of the reply; 200 where an error stands inside a reply that claims success.</param>
    /// <param name="words">What the service says.</param>
    /// <param name="header">The value of a header by its name; null where it is missing.</param>
    /// <returns>A <see cref="CallFailedException"/> where another attempt may succeed, a <see cref="QuestionRejectedException"/> where the next question may, and a
    /// <see cref="PixelShapException"/> where nothing will.</returns>
    public Exception Judge(int status, ServiceWords words, Func<string, string?> header)
    {
        bool isInside = status is >= 200 and < 300;
        int effective = isInside ? words.Status ?? status : status;
        TimeSpan? wait = AskedWait.InHeaders(header, _time.GetUtcNow()) ?? words.Wait;
        Verdict verdict = Verdicts.Of(effective, words, wait);
        if (verdict == Verdict.Throttled)
        {
            wait ??= AskedWait.InLimitHeaders(header, _time.GetUtcNow());
        }

        bool isClosed = words.Text.Contains("limit: 0", StringComparison.OrdinalIgnoreCase);
        string quote = words.Quote(_redact);
        string code = isInside ? words.Status is { } inner ? $"error {inner} inside a reply {status}" : $"an error inside a reply {status}" : status.ToString(CultureInfo.InvariantCulture);
        return verdict switch
        {
            Verdict.DayIsOver => Over(wait, code, quote),
            Verdict.Throttled or Verdict.Passing when wait > _longestWait => Over(wait, code, quote),
            Verdict.Throttled => new CallFailedException($"the service was asked too often ({code}){quote}")
            {
                RetryAfter = wait,
                IsThrottling = true,
                IsDoubtful = isClosed,
                Remedy = isClosed ? "This model may not be open to this key: check its limits with the service."
                    : "Ask again later, or set vlm.limits.requests_per_minute and tokens_per_minute to what the service allows.",
            },
            Verdict.Passing => new CallFailedException($"the service replied {code}{quote}") { RetryAfter = wait },
            Verdict.OutOfOrder => new CallFailedException($"the service replied {code}{quote}") { RetryAfter = wait, IsDoubtful = true, Remedy = "Check the log of the server, and that the model is loaded as a model that takes pictures." },
            Verdict.Filtered => new QuestionRejectedException(
                AnswerKind.Filtered, $"the service's content filter held the question back{quote}", "Ask a service or a model without this rule."),
            Verdict.ThisPicture => new QuestionRejectedException(
                AnswerKind.Rejected,
                $"the service did not take the picture ({code}){quote}",
                "Try a smaller vlm.max_image_side, another vlm.image_format, or fewer vlm.context_frames."),
            Verdict.Unknown when !isInside => new QuestionRejectedException(
                AnswerKind.Rejected, $"the service did not take the question ({code}){quote}", "Check the settings under vlm against what the service allows."),
            Verdict.Moved => Moved(status, header("Location")),
            _ => Permanent(verdict, words, code, quote),
        };
    }

    private PixelShapException Permanent(Verdict verdict, ServiceWords words, string code, string quote) => verdict switch
    {
        Verdict.NoCredit => new(ExitCode.Limit, $"The account of {_name} has no credit left{quote}.", "Add credit; the same command goes on where it stopped."),
        Verdict.WrongKey when words.IsPage && code == "403" => Usage(
            $"was not reached: a web page came in its place ({code}){quote}", "Is a proxy or a firewall in between? Check vlm.base_url, HTTPS_PROXY and NO_PROXY."),
        Verdict.WrongKey when _signsIn => Usage(
            $"does not accept the signed-in identity ({code}){quote}", "Check that you may use this service: the role Cognitive Services OpenAI User."),
        Verdict.WrongKey => Usage($"does not accept the key ({code}){quote}", "Check the key, that it belongs to the address, and that it may use this model."),
        Verdict.WrongPlace => Usage($"is not offered where this machine is ({code}){quote}", "Choose a service that is, with vlm.base_url and vlm.model."),
        Verdict.NotThere => Usage($"is not there ({code}){quote}", _whereToLook),
        Verdict.NoPictures => Usage(
            $"takes no pictures ({code}){quote}",
            "Choose a vision-language model; a server of your own needs the model's vision part too (llama.cpp: --mmproj, Ollama: a model that lists 'vision')."),
        Verdict.TooManyPictures => Usage(
            $"does not take so many pictures in one question ({code}){quote}", "Lower vlm.context_frames, or raise the server's limit (vLLM: --limit-mm-per-prompt)."),
        Verdict.AnswerLength => Usage($"does not take the length of answers that vlm.max_tokens sets ({code}){quote}", "Set vlm.max_tokens to what the service allows, or to 0 for its own limit."),
        _ => Usage($"does not understand the request ({code}){quote}", RefusedSettings.Remedy(words)),
    };

    private PixelShapException Usage(string what, string remedy) => new(ExitCode.Usage, $"{_name} {what}.", remedy);

    private PixelShapException Moved(int status, string? location)
    {
        string target = Uri.TryCreate(location, UriKind.Absolute, out Uri? address) ? $" to {_redact(address.GetLeftPart(UriPartial.Path))}"
            : location is { Length: > 0 } ? $" to {_redact(ServiceWords.OneLine(location.Split('?')[0]))}" : "";
        return Usage($"has moved ({status}): the reply points{target}", "Set vlm.base_url to where it is now, up to and with its /v1; the key is never sent on by itself.");
    }

    private PixelShapException Over(TimeSpan? wait, string code, string quote)
    {
        string until = wait is { } length && length > _longestWait
            ? string.Create(CultureInfo.InvariantCulture, $"until {_time.GetUtcNow() + length:yyyy-MM-dd HH:mm} UTC, {Waits.Spoken(length)} from now")
            : "until its next day or month begins";
        return new PixelShapException(
            ExitCode.Limit,
            $"{_name} answers no more {until} ({code}){quote}.",
            $"Run the same command again then: it goes on where it stopped. A wait of up to {Waits.Spoken(_longestWait)} is waited for (vlm.limits.longest_wait).");
    }
}
