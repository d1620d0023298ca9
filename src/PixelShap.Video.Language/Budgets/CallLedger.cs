using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.Budgets;

/// <summary>
/// Counts what was asked and what it cost, and says when a budget is spent. What a request may cost at most is set aside before it is sent,
/// so that requests under way at the same time cannot overdraw a budget together. Thread-safe.
/// </summary>
internal sealed class CallLedger(VlmBudget budget)
{
    private const double TokensPerPrice = 1e6;

    private readonly Lock _lock = new();
    private readonly LatencyHistogram _latencies = new();
    private Account _run;
    private long _retries;
    private long _answers;
    private long _cacheHits;
    private long _unanswered;
    private long _inputTokens;
    private long _outputTokens;
    private double _cost;

    /// <summary>Everything so far.</summary>
    public ModelUsage Usage
    {
        get
        {
            lock (_lock)
            {
                return new ModelUsage
                {
                    Requests = _run.Calls,
                    Retries = _retries,
                    Answers = _answers,
                    CacheHits = _cacheHits,
                    Unanswered = _unanswered,
                    InputTokens = _inputTokens,
                    OutputTokens = _outputTokens,
                    Cost = _cost,
                    Currency = budget.Currency,
                    LatencyP50 = _latencies.Quantile(0.5),
                    LatencyP90 = _latencies.Quantile(0.9),
                    LatencyP99 = _latencies.Quantile(0.99),
                };
            }
        }
    }

    /// <summary>Sets aside what <paramref name="request"/> may cost.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="keyframe">The keyframe that pays; null where only the run does.</param>
    /// <param name="isRetry">Whether it was asked before.</param>
    /// <returns>Whether the keyframe's budget allows it.</returns>
    /// <exception cref="PixelShapException">The run's budget does not.</exception>
    public bool TryReserve(ChatRequest request, KeyframeScope? keyframe, bool isRetry)
    {
        Account demand = new(1, request.InputTokens + request.OutputTokens, Price(request.InputTokens, request.OutputTokens));
        lock (_lock)
        {
            if (_run.Exceeded(demand, budget.MaxCalls, budget.MaxTokens, budget.MaxCost) is { } what)
            {
                throw new PixelShapException(
                    ExitCode.Limit,
                    $"The budget vlm.budget.{what} is spent; the results so far are complete.",
                    "Raise it, or set it to 0 for no limit; the same command goes on where it stopped.");
            }

            if (keyframe?.Spent.Exceeded(demand, budget.MaxCallsPerKeyframe, budget.MaxTokensPerKeyframe, budget.MaxCostPerKeyframe) is not null)
            {
                return false;
            }

            _run += demand;
            Charge(keyframe, demand);
            _retries += isRetry ? 1 : 0;
            return true;
        }
    }

    /// <summary>Replaces what was set aside by what the reply really cost. An attempt that failed counts as a call without tokens.</summary>
    public void Settle(ChatRequest request, KeyframeScope? keyframe, ChatReply? reply, TimeSpan elapsed)
    {
        int input = reply is null ? 0 : reply.InputTokens ?? request.InputTokens;
        int output = reply is null ? 0 : reply.OutputTokens ?? Math.Min(request.OutputTokens, 1 + (reply.Answer.Text.Length / 4));
        double price = Price(input, output);
        Account difference = new(0, input + output - request.InputTokens - request.OutputTokens, price - Price(request.InputTokens, request.OutputTokens));
        lock (_lock)
        {
            _run += difference;
            Charge(keyframe, difference);
            if (reply is null)
            {
                return;
            }

            _answers++;
            _unanswered += reply.Answer.Kind == AnswerKind.Text ? 0 : 1;
            _inputTokens += input;
            _outputTokens += output;
            _cost += price;
            _latencies.Add(elapsed);
        }
    }

    /// <summary>Counts a question that the cache answered.</summary>
    public void CountHit(Answer answer)
    {
        lock (_lock)
        {
            _cacheHits++;
            _unanswered += answer.Kind == AnswerKind.Text ? 0 : 1;
        }
    }

    /// <summary>Counts a question that nobody answered.</summary>
    public void CountFailure()
    {
        lock (_lock)
        {
            _unanswered++;
        }
    }

    /// <summary>Counts a question that would be asked, at its greatest cost, without asking it.</summary>
    public void CountPlanned(ChatRequest request)
    {
        lock (_lock)
        {
            double price = Price(request.InputTokens, request.OutputTokens);
            _run += new Account(1, request.InputTokens + request.OutputTokens, price);
            _inputTokens += request.InputTokens;
            _outputTokens += request.OutputTokens;
            _cost += price;
        }
    }

    private static void Charge(KeyframeScope? keyframe, Account amount)
    {
        if (keyframe is not null)
        {
            keyframe.Spent += amount;
        }
    }

    private double Price(int input, int output) => ((input * budget.InputPrice) + (output * budget.OutputPrice)) / TokensPerPrice;
}
