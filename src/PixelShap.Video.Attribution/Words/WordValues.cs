using PixelShap.Interactions;

namespace PixelShap.Video.Attribution.Words;

/// <summary>What the words of a question and the parts of its picture count for, in one game.</summary>
public sealed record WordValues
{
    // Φ⁻¹(0.95).
    private const double Deviations = 1.6448536269514722;

    /// <summary>The phrases in their order.</summary>
    public required IReadOnlyList<WordValue> Phrases { get; init; }

    /// <summary>The objects, in the order of the players of the keyframe; last the scene, which is all that is no object.</summary>
    public required IReadOnlyList<(double Value, double StandardError)> Picture { get; init; }

    /// <summary>v(∅): a blank picture and no word; NaN where that got no text.</summary>
    public required double EmptyValue { get; init; }

    /// <summary>v(N) − v(∅) less all values; NaN where v(∅) is.</summary>
    public required double EfficiencyGap { get; init; }

    /// <summary>Pairs that act together, by their places: phrases first, then objects, then the scene.</summary>
    public required IReadOnlyList<PairInteraction> Pairs { get; init; }

    /// <summary>Questions that were put.</summary>
    public required int Calls { get; init; }

    /// <summary>How much of all importance, whatever its sign, is the picture's, 0 to 1, with the ends of its 90 % interval (MM-SHAP: Parcalabescu and Frank, 2023). NaN where nothing counts.</summary>
    /// <remarks>The interval takes the errors of the values to be independent.</remarks>
    public (double Share, double Low, double High) PictureShare
    {
        get
        {
            double picture = Picture.Sum(part => Math.Abs(part.Value)), question = Phrases.Sum(phrase => Math.Abs(phrase.Value)), all = picture + question;
            if (all < 1e-9)
            {
                return (double.NaN, double.NaN, double.NaN);
            }

            double variance = ((question * question * Picture.Sum(part => part.StandardError * part.StandardError))
                + (picture * picture * Phrases.Sum(phrase => phrase.StandardError * phrase.StandardError))) / Math.Pow(all, 4);
            double share = picture / all, error = Deviations * Math.Sqrt(variance);
            return (share, Math.Max(0, share - error), Math.Min(1, share + error));
        }
    }
}

/// <summary>What one phrase counts for.</summary>
/// <param name="Text">The phrase.</param>
/// <param name="Value">Its Shapley value, signed, in units of v.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Answer">The answer where it alone was left out; null where nobody asked.</param>
public sealed record WordValue(string Text, double Value, double StandardError, string? Answer);
