namespace PixelShap.Interactions;

/// <summary>What is known of two players together.</summary>
/// <param name="First">The one with the lower number.</param>
/// <param name="Second">The other.</param>
/// <param name="Value">The Shapley interaction index (Grabisch and Roubens, 1999), in units of v: how much more the first adds where the second is visible than where
/// it is not, on average over the sizes of the coalitions of all others and over those of each size.</param>
/// <param name="StandardError">Its standard error; 0 where it is exact.</param>
/// <param name="FirstAlone">What the first adds where the second is hidden, by the same average. Where it is visible the first adds <paramref name="Value"/> more.</param>
/// <param name="SecondAlone">What the second adds where the first is hidden.</param>
public sealed record PairInteraction(int First, int Second, double Value, double StandardError, double FirstAlone, double SecondAlone)
{
    /// <summary>Below this, in units of v, a pair is not spoken of.</summary>
    public const double Least = 0.15;

    // Either: what is left of a player beside the other is at most this part of the index. With a half it is a third of what the player adds alone.
    private const double Rest = 0.5;

    private const double Deviations = 1.6448536269514722;

    /// <summary>The lower end of the 90 % interval.</summary>
    public double Low => Value - (Deviations * StandardError);

    /// <summary>The upper end.</summary>
    public double High => Value + (Deviations * StandardError);

    /// <summary>The kind, where the interval tells one.</summary>
    public PairKind Kind
    {
        get
        {
            double size = Math.Abs(Value), room = Rest * size;
            if (size < Least || Low * High <= 0)
            {
                return PairKind.None;
            }

            // What the two add where less of the answer hangs on them: alone where they need each other, beside each other where they stand in.
            (double first, double second) = Value > 0 ? (FirstAlone, SecondAlone) : (FirstAlone + Value, SecondAlone + Value);
            return Math.Min(first, second) <= -room ? PairKind.Against
                : Math.Max(first, second) > room ? PairKind.None
                : Value > 0 ? PairKind.Together
                : PairKind.Either;
        }
    }
}
