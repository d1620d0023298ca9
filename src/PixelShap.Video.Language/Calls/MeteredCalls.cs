using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Failures;
using PixelShap.Video.Language.Reliability;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Calls;

/// <summary>
/// Everything between a question and the service that answers it: turns until the service has answered once, pauses that it asks for, the circuit breaker, rate limits,
/// budgets, the deadline of an attempt, and further attempts. Thread-safe.
/// </summary>
internal sealed partial class MeteredCalls : IDisposable
{
    // A service refuses few settings, each once.
    private const int MostForms = 6;

    private readonly VlmConfiguration _configuration;
    private readonly ServiceAccount _account;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CircuitBreaker _breaker;
    private readonly RetryDelays _delays;
    private readonly ServicePause _pause;
    private readonly FirstReply _first = new();
    private readonly FailuresInARow _failures;

    /// <summary>Puts the way to one model together.</summary>
    /// <param name="id">The model, for people.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="seed">The seed of the run, which draws the jitter of pauses.</param>
    /// <param name="account">What the run spends; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    public MeteredCalls(string id, VlmConfiguration configuration, long seed, ServiceAccount account, TimeProvider time, ILogger logger)
    {
        _configuration = configuration;
        _account = account;
        _time = time;
        _logger = logger;
        _breaker = new CircuitBreaker(configuration.Retry.BreakerErrors, TimeSpan.FromSeconds(configuration.Retry.BreakerSeconds), time, account.Waits);
        _delays = new RetryDelays(configuration.Retry, seed, configuration.Limits.LongestWait);
        _pause = new ServicePause(account.Waits, time);
        _failures = new FailuresInARow(id, configuration.Retry.GiveUpAfter, _first);
    }

    /// <summary>Asks until there is a reply, or no use in asking.</summary>
    /// <typeparam name="T">What the service is asked for.</typeparam>
    /// <param name="key">SHA-256 of the question, which draws the jitter.</param>
    /// <param name="most">What it may cost at most.</param>
    /// <param name="keyframe">The keyframe that pays; null where only the run does.</param>
    /// <param name="send">Sends it once, in the form that is known now.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <param name="isPointless">Whether a refused setting means that something else must be asked; null for never. The outcome then holds nothing. The default value is null.</param>
    /// <exception cref="PixelShapException">No answer can be had to this nor to any other question.</exception>
    public async Task<CallOutcome<T>> AskAsync<T>(
        string key,
        CallTokens most,
        KeyframeScope? keyframe,
        Func<CancellationToken, Task<CallReply<T>>> send,
        CancellationToken cancellationToken,
        Func<bool>? isPointless = null)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, keyframe?.Deadline ?? CancellationToken.None);
        int forms = 0;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                Attempt<T> last = await Hedge.AskAsync(
                    (isSecond, token) => TryAsync(most, keyframe, attempt + forms + (isSecond ? 1 : 0), isSecond, send, token), _configuration.Retry.HedgeAfterSeconds, _time, ends.Token);
                if (last.Outcome is { } outcome)
                {
                    return outcome;
                }

                if (last.Refused is { } refused)
                {
                    if (isPointless?.Invoke() == true)
                    {
                        return new CallOutcome<T>(null, null);
                    }

                    if (++forms > MostForms)
                    {
                        return new CallOutcome<T>(null, _failures.Add(Answer.None(AnswerKind.Rejected, refused), "", isPermanent: true));
                    }

                    attempt--;
                    continue;
                }

                CallFailedException failure = last.Failure!;
                int attempts = failure.IsDoubtful ? Math.Min(FailuresInARow.MostAtTheStart, _configuration.Retry.MaxAttempts) : _configuration.Retry.MaxAttempts;
                if (attempt >= attempts)
                {
                    Answer gap = Answer.None(AnswerKind.Failed, $"{failure.Message} at the last of {attempt} attempts") with { Remedy = failure.Remedy };
                    return new CallOutcome<T>(null, _failures.Add(gap, failure.Remedy, failure.IsDoubtful));
                }

                TimeSpan delay = _delays.After(attempt, key, failure.RetryAfter);
                Log.Retrying(_logger, failure.Message, attempt, delay.TotalSeconds);
                await _account.Waits.DelayAsync(delay, failure.Message, ends.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallOutcome<T>(null, Answer.None(AnswerKind.Failed, "the time of the keyframe was over") with { Remedy = "Raise vlm.limits.keyframe_timeout_seconds, or lower attribution.budget." });
        }
        catch (PixelShapException end)
        {
            _first.End(end);
            throw;
        }
    }

    /// <summary>The caller judges replies, too: what is none counts against the service, what is one for it.</summary>
    /// <param name="answer">What came.</param>
    /// <exception cref="PixelShapException">It was one too many that is none.</exception>
    public void Judge(Answer answer)
    {
        if (answer.Kind == AnswerKind.Misconfigured)
        {
            _failures.Add(answer, answer.Remedy, isPermanent: false);
            return;
        }

        _first.Came();
        _failures.Over();
    }

    /// <inheritdoc/>
    public void Dispose() => _first.Dispose();

    private async Task<Attempt<T>> TryAsync<T>(
        CallTokens most, KeyframeScope? keyframe, int number, bool isSecond, Func<CancellationToken, Task<CallReply<T>>> send, CancellationToken cancellationToken)
    {
        // A second request beside a slow first one is not kept waiting by it.
        using FirstReply.Turn turn = isSecond ? default : await _first.EnterAsync(cancellationToken);
        await _pause.WaitAsync(cancellationToken);
        CircuitBreaker.Passage passage = await _breaker.WaitAsync(cancellationToken);
        MinuteLimit.Spending? tokens = _account.Tokens is null ? null : await _account.Tokens.SpendAsync(most.Total, cancellationToken);
        MinuteLimit.Spending? once = _account.Requests is null ? null : await _account.Requests.SpendAsync(1, cancellationToken);
        double setAside = await SpendSharedAsync(most, cancellationToken);
        if (!_account.Ledger.TryReserve(most, keyframe, isRetry: number > 1))
        {
            await SettleSharedAsync(setAside, 0);
            return new Attempt<T>(new CallOutcome<T>(null, Answer.None(AnswerKind.Failed, "the budget of the keyframe was spent") with { Remedy = "Raise the budgets per keyframe under vlm.budget, or lower attribution.budget." }));
        }

        CallReply<T>? reply = null;
        long startedAt = _time.GetTimestamp();
        try
        {
            reply = await SendAsync(send, cancellationToken);
            passage.Succeeded();
            if (reply.Value is Answer answer)
            {
                Judge(answer);
            }
            else
            {
                Judge(new Answer(""));
            }

            return new Attempt<T>(new CallOutcome<T>(reply, null));
        }
        catch (QuestionRejectedException exception)
        {
            passage.Succeeded();
            Answer gap = Answer.None(exception.Kind, exception.Message) with { Remedy = exception.Remedy };
            return new Attempt<T>(new CallOutcome<T>(null, _failures.Add(gap, exception.Remedy, isPermanent: false)));
        }
        catch (SettingRefusedException exception)
        {
            passage.Succeeded();
            return new Attempt<T>(null) { Refused = exception.Message };
        }
        catch (CallFailedException exception)
        {
            if (exception.IsThrottling && exception.RetryAfter is { } wait)
            {
                _pause.Extend(wait, exception.Message);
            }
            else if (!exception.IsThrottling)
            {
                passage.Failed();
            }

            _failures.Doubt(exception);
            return new Attempt<T>(null) { Failure = exception };
        }
        catch (PixelShapException end)
        {
            // Before the turn is passed on: who waits for it must not ask in vain.
            _first.End(end);
            throw;
        }
        finally
        {
            tokens?.Replied();
            once?.Replied();
            _account.Ledger.Settle(most, keyframe, reply?.Spent, _time.GetElapsedTime(startedAt));
            await SettleSharedAsync(setAside, reply is { } came ? _account.Ledger.Price(came.Spent) : 0);
        }
    }

    /// <summary>Waits for a place among the requests of all processes.</summary>
    /// <returns>The money that was set aside.</returns>
    private async Task<double> SpendSharedAsync(CallTokens most, CancellationToken cancellationToken)
    {
        if (_account.Shared is not { } shared || ServiceProfiles.PlaceOf(_configuration) is not { Length: > 0 } service)
        {
            return 0;
        }

        double cost = _account.Ledger.Price(most);
        TimeSpan wait = await shared.Limits.SpendAsync(service, most.Total, cost, cancellationToken);
        if (wait > TimeSpan.Zero)
        {
            await _account.Waits.DelayAsync(wait, "the limit of the fleet for this service", cancellationToken);
        }

        return cost;
    }

    private Task SettleSharedAsync(double setAside, double cost) =>
        _account.Shared is { } shared && setAside > 0 ? shared.Limits.SettleAsync(ServiceProfiles.PlaceOf(_configuration), setAside, cost) : Task.CompletedTask;

    private async Task<CallReply<T>> SendAsync<T>(Func<CancellationToken, Task<CallReply<T>>> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_configuration.Limits.CallTimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await send(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException("the service did not reply in time") { Remedy = "Raise vlm.limits.call_timeout_seconds, or lower vlm.concurrency." };
        }
        catch (RegexMatchTimeoutException)
        {
            throw new CallFailedException("the reply takes too long to read");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Attempt {Attempt} failed: {Reason}; the next follows in {Seconds} s")]
        public static partial void Retrying(ILogger logger, string reason, int attempt, double seconds);
    }
}
