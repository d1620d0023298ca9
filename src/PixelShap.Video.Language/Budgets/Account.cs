namespace PixelShap.Video.Language.Budgets;

/// <summary>What was spent or set aside.</summary>
/// <param name="Calls">Requests.</param>
/// <param name="Tokens">Tokens of questions and answers.</param>
/// <param name="Cost">Money, in the currency of the budget.</param>
internal readonly record struct Account(long Calls, long Tokens, double Cost)
{
    public static Account operator +(Account left, Account right) =>
        new(left.Calls + right.Calls, left.Tokens + right.Tokens, left.Cost + right.Cost);

    /// <summary>The name of the first limit that <paramref name="demand"/> would exceed; null for none. A limit of 0 is none.</summary>
    public string? Exceeded(Account demand, long calls, long tokens, double cost)
    {
        Account sum = this + demand;
        return calls > 0 && sum.Calls > calls ? "max_calls"
            : tokens > 0 && sum.Tokens > tokens ? "max_tokens"
            : cost > 0 && sum.Cost > cost ? "max_cost"
            : null;
    }
}
