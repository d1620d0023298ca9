using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Attribution;

/// <summary>A number of calls that may depend on the number of players: <c>20</c>, <c>2n+1</c>, <c>1.5n</c>.</summary>
/// <param name="PerPlayer">Calls per player.</param>
/// <param name="Fixed">Calls whatever the number of players.</param>
public readonly partial record struct BudgetExpression(double PerPlayer, int Fixed)
{
    /// <summary>Reads an expression that the configuration has already checked.</summary>
    /// <exception cref="FormatException">The text is no such expression.</exception>
    public static BudgetExpression Parse(string text)
    {
        Match match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is no budget: write a number such as 20 or a multiple of the players such as 2n+1.");
        }

        if (match.Groups["calls"].Success)
        {
            return new BudgetExpression(0, Number(match.Groups["calls"].Value));
        }

        string factor = match.Groups["factor"].Value;
        double perPlayer = factor.Length == 0 ? 1 : double.Parse(factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new BudgetExpression(perPlayer, match.Groups["plus"].Success ? Number(match.Groups["plus"].Value) : 0);
    }

    /// <summary>The calls for <paramref name="playerCount"/> players, rounded to the nearest.</summary>
    public int For(int playerCount) => (int)Math.Min(int.MaxValue, Math.Round(PerPlayer * playerCount, MidpointRounding.AwayFromZero) + Fixed);

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    [GeneratedRegex(@"^((?<calls>\d+)|(?<factor>\d*(\.\d+)?)n(\+(?<plus>\d+))?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
