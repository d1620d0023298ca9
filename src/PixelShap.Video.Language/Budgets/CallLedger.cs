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
    private long _cutOff;
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
                    CutOff = _cutOff,
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

    /// <summary>Sets aside what a request may cost.</summary>
    /// <param name="request">The most that it costs.</param>
    /// <param name="keyframe">The keyframe that pays; null where only the run does.</param>
    /// <param name="isRetry">Whether it was asked before.</param>
    /// <returns>Whether the keyframe's budget allows it.</returns>
    /// <exception cref="PixelShapException">The run's budget does not.</exception>
    public bool TryReserve(CallTokens request, KeyframeScope? keyframe, bool isRetry)
    {
        Account demand = new(1, request.Input + request.Output, Price(request.Input, request.Output));
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

    /// <summary>Replaces what was set aside by what the reply really cost.</summary>
    /// <param name="request">What was set aside.</param>
    /// <param name="keyframe">The keyframe that pays; null where only the run does.</param>
    /// <param name="spent">What the reply cost; null for an attempt that failed, which counts as a call without tokens.</param>
    /// <param name="elapsed">How long the reply took.</param>
    public void Settle(CallTokens request, KeyframeScope? keyframe, CallTokens? spent, TimeSpan elapsed)
    {
        (int input, int output) = spent ?? default;
        double price = Price(input, output);
        Account difference = new(0, input + output - request.Input - request.Output, price - Price(request.Input, request.Output));
        lock (_lock)
        {
            _run += difference;
            Charge(keyframe, difference);
            if (spent is null)
            {
                return;
            }

            _inputTokens += input;
            _outputTokens += output;
            _cost += price;
            _latencies.Add(elapsed);
        }
    }

    /// <summary>Counts an answer of the service.</summary>
    public void CountAnswer(Answer answer)
    {
        lock (_lock)
        {
            _answers++;
            _unanswered += answer.Kind == AnswerKind.Text ? 0 : 1;
            _cutOff += answer.IsCut ? 1 : 0;
        }
    }

    /// <summary>Counts a question that the cache answered.</summary>
    public void CountHit(Answer answer)
    {
        lock (_lock)
        {
            _cacheHits++;
            _unanswered += answer.Kind == AnswerKind.Text ? 0 : 1;
            _cutOff += answer.IsCut ? 1 : 0;
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
    public void CountPlanned(CallTokens request)
    {
        lock (_lock)
        {
            double price = Price(request.Input, request.Output);
            _run += new Account(1, request.Input + request.Output, price);
            _inputTokens += request.Input;
            _outputTokens += request.Output;
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

    /// <summary>What tokens cost, in the currency of the budget.</summary>
    public double Price(CallTokens tokens) => Price(tokens.Input, tokens.Output);

    private double Price(int input, int output) => ((input * budget.InputPrice) + (output * budget.OutputPrice)) / TokensPerPrice;
}
