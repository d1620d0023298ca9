using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Verdicts;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>
/// What each claim of an answer rested on, from the answers that are there: v of a claim and a coalition is how alike the claim is to what comes nearest to it in the coalition's answer. Claims are compared by
/// <c>words</c>, whatever compares the answers, because a pair of claims then has one value.
/// </summary>
public static class ClaimAttribution
{
    /// <summary>A claim stays where something so alike is said.</summary>
    public const double Stays = 0.7;

    private static readonly WordsSimilarity s_words = new();

    /// <summary>Values the players for each claim.</summary>
    /// <param name="attribution">The keyframe; one that is carried has no answers, and so no claims.</param>
    /// <param name="classesOf">The class of each object of a player, as it is called in exports.</param>
    public static IReadOnlyList<Claim> Of(KeyframeAttribution attribution, Func<PlayerValue, IReadOnlyList<string>> classesOf)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        ArgumentNullException.ThrowIfNull(classesOf);
        if (attribution.IsCarried)
        {
            return [];
        }

        (ulong Visible, string[] Claims)[] answers =
        [
            .. attribution.Coalitions.Select(coalition => (coalition.Visible, coalition.Answer))
                .Concat(attribution.Controls.Where(control => control.Control.Kind == ControlKind.Coalition).Select(control => (control.Control.Detail, control.Answer)))
                .DistinctBy(item => item.Item1)
                .Select(item => (item.Item1, AnswerClaims.Of(item.Item2).Select(part => part.Text).ToArray())),
        ];
        IReadOnlyList<string>[] classes = [.. attribution.Players.Select(classesOf)];
        return [.. AnswerClaims.Of(attribution.Answer).Select(part => Value(part, answers, attribution, classes))];
    }

    private static Claim Value(AnswerPart part, (ulong Visible, string[] Claims)[] answers, KeyframeAttribution attribution, IReadOnlyList<string>[] classes)
    {
        Observation[] known = [.. answers.Select(answer => new Observation(
            new Coalition(answer.Visible), answer.Claims.Select(other => WordsSimilarity.Compare(part.Text, other)).DefaultIfEmpty(0).Max()))];
        ValueEstimate estimate = KnownAnswers.Estimate(
            attribution.Players.Count, 1, known, double.IsNaN(attribution.NoiseVariance) ? null : attribution.NoiseVariance);
        return new Claim(part.Start, part.Text, estimate.Values, estimate.StandardErrors, estimate.EmptyValue, SupportOf(part.Text, known, classes));
    }

    private static ClaimSupport SupportOf(string claim, Observation[] known, IReadOnlyList<string>[] classes)
    {
        IReadOnlyList<string> named = ClaimedClasses.Of(claim);
        if (named.Count == 0)
        {
            return ClaimSupport.Unchecked;
        }

        ulong such = 0;
        for (int player = 0; player < classes.Length; player++)
        {
            such |= classes[player].Any(name => named.Contains(name, StringComparer.OrdinalIgnoreCase)) ? 1UL << player : 0;
        }

        if (such == 0)
        {
            return ClaimSupport.Unseen;
        }

        double[] hidden = [.. known.Where(observation => (observation.Coalition.Bits & such) == 0).Select(observation => observation.Value)];
        return hidden.Length == 0 ? ClaimSupport.Unchecked : hidden.Average() >= Stays ? ClaimSupport.Unsupported : ClaimSupport.Supported;
    }
}
