using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Verdicts;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>
/// What each claim of an answer rested on, from the answers that are there: v of a claim and a coalition is how alike the claim is to what comes nearest to it in the coalition's answer. Claims are compared by
/// <c>words</c>, whatever compares the answers, because a pair of claims then has one value; one that names another class of thing, another colour, another lamp or another place is another claim.
/// </summary>
public static class ClaimAttribution
{
    /// <summary>A claim stays where something so alike is said.</summary>
    public const double Stays = 0.7;

    // As where "words" finds a contradiction.
    private const double AnotherThing = 0.3;

    /// <summary>Values the players for each claim.</summary>
    /// <param name="attribution">The keyframe; one that is carried has no answers, and so no claims.</param>
    /// <param name="classesOf">The class of each object of a player in the order of its tracks, as it is called in exports.</param>
    public static IReadOnlyList<Claim> Of(KeyframeAttribution attribution, Func<PlayerValue, IReadOnlyList<string>> classesOf)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        ArgumentNullException.ThrowIfNull(classesOf);
        if (attribution.IsCarried)
        {
            return [];
        }

        var said = new Dictionary<string, SaidClaim>(StringComparer.Ordinal);
        (ulong Visible, SaidClaim[] Claims)[] answers =
        [
            .. attribution.Coalitions.Select(coalition => (coalition.Visible, coalition.Answer))
                .Concat(attribution.Controls.Where(control => control.Control.Kind == ControlKind.Coalition).Select(control => (control.Control.Detail, control.Answer)))
                .DistinctBy(item => item.Item1)
                .Select(item => (item.Item1, AnswerClaims.Of(item.Item2).Select(part => Said(part.Text)).ToArray())),
        ];
        Dictionary<int, ObjectLook> looks = attribution.Looks.ToDictionary(look => look.TrackId);
        ClaimedObject[] objects =
        [
            .. attribution.Players.SelectMany((player, index) => classesOf(player)
                .Select((name, place) => new ClaimedObject(index, name, place < player.TrackIds.Count ? looks.GetValueOrDefault(player.TrackIds[place]) : null))),
        ];
        return [.. AnswerClaims.Of(attribution.Answer).Select(part => Value(part, Said(part.Text), answers, attribution, objects))];

        SaidClaim Said(string text)
        {
            if (!said.TryGetValue(text, out SaidClaim? known))
            {
                said.Add(text, known = new SaidClaim(text, ClaimedThings.Of(text), ClaimedPlaces.Of(text)));
            }

            return known;
        }
    }

    private static Claim Value(AnswerPart part, SaidClaim claim, (ulong Visible, SaidClaim[] Claims)[] answers, KeyframeAttribution attribution, ClaimedObject[] objects)
    {
        Observation[] known = [.. answers.Select(answer => new Observation(
            new Coalition(answer.Visible), answer.Claims.Select(other => Alike(claim, other)).DefaultIfEmpty(0).Max()))];
        ValueEstimate estimate = KnownAnswers.Estimate(
            attribution.Players.Count, 1, known, double.IsNaN(attribution.NoiseVariance) ? null : attribution.NoiseVariance);
        (ClaimSupport support, ClaimTopic topic) = ClaimCheck.Of(claim.Things, objects, known, estimate);
        return new Claim(part.Start, part.Text, estimate.Values, estimate.StandardErrors, estimate.EmptyValue, support, topic);
    }

    private static double Alike(SaidClaim claim, SaidClaim other) =>
        WordsSimilarity.Compare(claim.Text, other.Text) * (claim.IsOf(other) ? 1 : AnotherThing);

    private sealed record SaidClaim(string Text, IReadOnlyList<ClaimedThing> Things, IReadOnlySet<string> Places)
    {
        /// <summary>Whether another claim may be this one: it names the same things, and no other place.</summary>
        public bool IsOf(SaidClaim other) =>
            Things.All(thing => other.Things.Any(thing.IsSame)) && (Places.Count == 0 || other.Places.Count == 0 || Places.Overlaps(other.Places));
    }
}
