using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language;

/// <summary>
/// A vision-language model whose answers cost money or time, behind a network or on this machine: the cache is asked first, then budgets, rate
/// limits and the circuit breaker, then the service, again after errors. A question that finally fails is an answer of the kind
/// <see cref="AnswerKind.Failed"/>. Thread-safe.
/// </summary>
internal sealed partial class MeteredModel : IVisionLanguageModel
{
    private const long Megabyte = 1 << 20;

    private readonly VlmConfiguration _configuration;
    private readonly IChatRequestWriter _writer;
    private readonly IChatService _service;
    private readonly ResponseCache? _cache;
    private readonly bool _planOnly;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CallLedger _ledger;
    private readonly CircuitBreaker _breaker;
    private readonly RetryDelays _delays;
    private readonly MinuteLimit? _requests;
    private readonly MinuteLimit? _tokens;
    private int _failuresInARow;

    /// <summary>Puts a model together.</summary>
    /// <param name="id">The model, for people.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="writer">Writes the requests.</param>
    /// <param name="service">Sends them.</param>
    /// <param name="cache">Keeps the answers; null for no cache.</param>
    /// <param name="planOnly">Whether to count what would be asked without asking it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    public MeteredModel(
        string id,
        VlmConfiguration configuration,
        long seed,
        IChatRequestWriter writer,
        IChatService service,
        ResponseCache? cache,
        bool planOnly,
        TimeProvider time,
        ILogger logger)
    {
        Id = id;
        _configuration = configuration;
        _writer = writer;
        _service = service;
        _cache = cache;
        _planOnly = planOnly;
        _time = time;
        _logger = logger;
        _ledger = new CallLedger(configuration.Budget);
        _breaker = new CircuitBreaker(configuration.Retry.BreakerErrors, TimeSpan.FromSeconds(configuration.Retry.BreakerSeconds), time);
        _delays = new RetryDelays(configuration.Retry, seed);
        _requests = configuration.Limits.RequestsPerMinute > 0 ? new MinuteLimit(configuration.Limits.RequestsPerMinute, time) : null;
        _tokens = configuration.Limits.TokensPerMinute > 0 ? new MinuteLimit(configuration.Limits.TokensPerMinute, time) : null;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public ModelUsage? Usage => _ledger.Usage;

    /// <inheritdoc/>
    public QuestionScope OpenScope() => new KeyframeScope(TimeSpan.FromSeconds(_configuration.Limits.KeyframeTimeoutSeconds), _time);

    /// <inheritdoc/>
    public async Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        ChatRequest request = _writer.Write(question);
        if (_cache?.Find(request.Key)?.ToAnswer() is { } known)
        {
            _ledger.CountHit(known);
            return known;
        }

        if (_planOnly)
        {
            _ledger.CountPlanned(request);
            return new Answer("not asked");
        }

        if (_configuration.Cache.Offline)
        {
            throw new PixelShapException(
                ExitCode.Limit,
                $"The answer of {Id} to a picture of the question '{Start(question.Prompt)}' is not in the response cache {_cache?.Folder}; "
                + $"{_ledger.Usage.CacheHits} answers were.",
                "Run the same command without --offline to ask for what is missing.");
        }

        Answer answer = await AskServiceAsync(request, question.Scope as KeyframeScope, cancellationToken);
        if (answer.Kind != AnswerKind.Failed)
        {
            Interlocked.Exchange(ref _failuresInARow, 0);
            return answer;
        }

        _ledger.CountFailure();
        Log.Unanswered(_logger, answer.Reason);
        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _requests?.Dispose();
        _tokens?.Dispose();
        if (!_planOnly && !_configuration.Cache.Offline)
        {
            _cache?.Prune(_configuration.Cache.MaxMegabytes * Megabyte);
        }

        await _service.DisposeAsync();
    }

    private async Task<Answer> AskServiceAsync(ChatRequest request, KeyframeScope? keyframe, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, keyframe?.Deadline ?? CancellationToken.None);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                (Answer? answer, CallFailedException? failure) = await TryAsync(request, keyframe, attempt, ends.Token);
                if (answer is not null)
                {
                    return answer;
                }

                if (attempt >= _configuration.Retry.MaxAttempts)
                {
                    return GiveUp($"{failure!.Message} at the last of {attempt} attempts");
                }

                TimeSpan delay = _delays.After(attempt, request.Key, failure!.RetryAfter);
                Log.Retrying(_logger, failure.Message, attempt, delay.TotalSeconds);
                await Task.Delay(delay, _time, ends.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.None(AnswerKind.Failed, "the time of the keyframe was over");
        }
    }

    /// <summary>One attempt; where hedging is wanted and the reply is slow, a second request beside the first, of which the first reply counts.</summary>
    private async Task<(Answer? Answer, CallFailedException? Failure)> TryAsync(ChatRequest request, KeyframeScope? keyframe, int attempt, CancellationToken cancellationToken)
    {
        double patience = _configuration.Retry.HedgeAfterSeconds;
        if (patience == 0)
        {
            return await TryOnceAsync(request, keyframe, attempt, cancellationToken);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(Answer? Answer, CallFailedException? Failure)> first = TryOnceAsync(request, keyframe, attempt, over.Token), second = first;
        if (await Task.WhenAny(first, Task.Delay(TimeSpan.FromSeconds(patience), _time, over.Token)) != first)
        {
            second = TryOnceAsync(request, keyframe, attempt + 1, over.Token);
            await Task.WhenAny(first, second);
            if (!HasReply(first) && !HasReply(second))
            {
                await ((Task)Task.WhenAll(first, second)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Task<(Answer? Answer, CallFailedException? Failure)> winner = HasReply(second) && !HasReply(first) ? second : first;
        await over.CancelAsync();
        await ((Task)Task.WhenAll(first, second)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await winner;

        static bool HasReply(Task<(Answer? Answer, CallFailedException? Failure)> task) =>
            task is { IsCompletedSuccessfully: true, Result.Answer: { Kind: not AnswerKind.Failed } };
    }

    private async Task<(Answer? Answer, CallFailedException? Failure)> TryOnceAsync(ChatRequest request, KeyframeScope? keyframe, int attempt, CancellationToken cancellationToken)
    {
        CircuitBreaker.Passage passage = await _breaker.WaitAsync(cancellationToken);
        MinuteLimit.Spending? tokens = _tokens is null ? null : await _tokens.SpendAsync(request.InputTokens + request.OutputTokens, cancellationToken);
        MinuteLimit.Spending? once = _requests is null ? null : await _requests.SpendAsync(1, cancellationToken);
        if (!_ledger.TryReserve(request, keyframe, isRetry: attempt > 1))
        {
            return (Answer.None(AnswerKind.Failed, "the budget of the keyframe was spent"), null);
        }

        ChatReply? reply = null;
        long startedAt = _time.GetTimestamp();
        try
        {
            reply = await SendAsync(request, cancellationToken);
            passage.Succeeded();
            if (_cache is not null)
            {
                _cache.Store(request.Key, CachedAnswer.Of(reply.Answer));
            }

            return (reply.Answer, null);
        }
        catch (CallFailedException exception)
        {
            if (!exception.IsThrottling)
            {
                passage.Failed();
            }

            return (null, exception);
        }
        finally
        {
            tokens?.Replied();
            once?.Replied();
            _ledger.Settle(request, keyframe, reply, _time.GetElapsedTime(startedAt));
        }
    }

    private async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_configuration.Limits.CallTimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await _service.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException("the service did not reply in time");
        }
    }

    /// <summary>One question without an answer is a gap; many in a row mean that the service is down, and going on would only make gaps.</summary>
    private Answer GiveUp(string reason)
    {
        int most = _configuration.Retry.GiveUpAfter;
        return Interlocked.Increment(ref _failuresInARow) >= most && most > 0
            ? throw new PixelShapException(
                ExitCode.Limit,
                $"{most} questions in a row got no answer from {Id}: {reason}.",
                "Check the service; the same command goes on where it stopped.")
            : Answer.None(AnswerKind.Failed, reason);
    }

    private static string Start(string prompt) => prompt.Length <= 60 ? prompt : prompt[..60] + "…";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Attempt {Attempt} failed: {Reason}; the next follows in {Seconds} s")]
        public static partial void Retrying(ILogger logger, string reason, int attempt, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "A question got no answer: {Reason}")]
        public static partial void Unanswered(ILogger logger, string reason);
    }
}
