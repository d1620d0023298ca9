namespace PixelShap.Video.Language.Budgets;

/// <summary>Tokens of a request.</summary>
/// <param name="Input">Of the question.</param>
/// <param name="Output">Of the answer.</param>
internal readonly record struct CallTokens(int Input, int Output)
{
    /// <summary>Both together.</summary>
    public int Total => Input + Output;
}
