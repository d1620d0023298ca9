using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Estimation;

/// <summary>
/// How many calls a keyframe may cost, as a user writes it: a number (<c>40</c>), a multiple of the number of players
/// (<c>n</c>, <c>3n</c>, <c>1.5n</c>, <c>2n+1</c>), or <c>auto</c>: as many as it takes to find the most important player.
/// </summary>
public sealed partial record CallBudget
{
    /// <summary>The ceiling of <c>auto</c> when none is given: 4n.</summary>
    public const string DefaultCeiling = "4n";

    private CallBudget(double perPlayer, int constant, bool isAuto)
    {
        PerPlayer = perPlayer;
        Constant = constant;
        IsAuto = isAuto;
    }

    /// <summary>The calls per player.</summary>
    public double PerPlayer { get; }

    /// <summary>The calls whatever the number of players.</summary>
    public int Constant { get; }

    /// <summary>Whether to stop as soon as the most important player is settled.</summary>
    public bool IsAuto { get; }

    /// <summary>Reads a budget.</summary>
    /// <param name="text"><c>N</c>, <c>n</c>, <c>3n</c>, <c>2n+1</c>, <c>auto</c> or <c>auto:6n</c> (with a ceiling).</param>
    /// <exception cref="FormatException">The text is none of these; the message says what is.</exception>
    public static CallBudget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.Trim();
        bool isAuto = rest.StartsWith("auto", StringComparison.OrdinalIgnoreCase);
        if (isAuto)
        {
            rest = rest.Length == 4 ? DefaultCeiling : rest[4] == ':' ? rest[5..] : "?";
        }

        Match match = Pattern().Match(rest);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is not a budget: write a number of calls, n, 3n, 2n+1, 1.5n, auto or auto:6n.");
        }

        bool hasPlayers = match.Groups["n"].Success;
        string factor = match.Groups["factor"].Value;
        double perPlayer = hasPlayers ? factor.Length == 0 ? 1 : double.Parse(factor, CultureInfo.InvariantCulture) : 0;
        string constant = hasPlayers ? match.Groups["constant"].Value : match.Groups["number"].Value;
        return int.TryParse(constant.Length == 0 ? "0" : constant, CultureInfo.InvariantCulture, out int calls) && perPlayer <= 1e6
            ? new CallBudget(perPlayer, calls, isAuto)
            : throw new FormatException($"The budget '{text}' is too large.");
    }

    /// <summary>The calls for a game: rounded up, and no more than there are coalitions besides N.</summary>
    public int For(int playerCount)
    {
        double calls = Math.Ceiling((PerPlayer * playerCount) + Constant);
        double coalitions = playerCount < 31 ? (1 << playerCount) - 1 : int.MaxValue;
        return (int)Math.Min(calls, coalitions);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string players = PerPlayer == 0 ? "" : PerPlayer == 1 ? "n" : string.Create(CultureInfo.InvariantCulture, $"{PerPlayer}n");
        string constant = Constant == 0 && PerPlayer != 0 ? "" : Constant.ToString(CultureInfo.InvariantCulture);
        string calls = players.Length > 0 && constant.Length > 0 ? $"{players}+{constant}" : players + constant;
        return !IsAuto ? calls : calls == DefaultCeiling ? "auto" : $"auto:{calls}";
    }

    [GeneratedRegex(@"^(?:(?<factor>\d*\.?\d*)\s*(?<n>[nN])(?:\s*\+\s*(?<constant>\d+))?|(?<number>\d+))$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Pattern();
}
