using PixelShap.Interactions;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>Says a verdict in one sentence.</summary>
public static class VerdictSentence
{
    private const int MostNamed = 3;

    internal static Verdict Say(VerdictKind kind, IReadOnlyList<int> players, IReadOnlyList<SceneRegion> regions, bool reacts, KeyframeAttribution attribution)
    {
        string[] names = [.. players.Select(player => NameOf(attribution.Players[player]))];
        string sentence = kind switch
        {
            VerdictKind.Objects => $"The answer rests on {Join(names, "and")}{(reacts ? ", but it may be the patch that hides it: with another fill the answer stays" : "")}.",
            VerdictKind.Region => $"The answer rests on {Join([.. regions.Select(region => region.Name)], "and")}: no known object.",
            VerdictKind.Scene => "The answer rests on the scene as a whole, on no single object or part of it.",
            VerdictKind.Alternatives when names.Length == 0 => "The answer rests on the objects or on the scene around them: either is enough.",
            VerdictKind.Alternatives => $"The answer rests on {Join(names, "or")}: they can stand in for each other.",
            VerdictKind.Wording => "The answer is the same without any picture: it rests on the question's wording.",
            VerdictKind.Unrepeatable => "What the answer rests on cannot be told: asked the same again, the model answers something else.",
            VerdictKind.Refused => Verdict.Refusal.Sentence,
            _ => "The answer rests on nothing that was hidden: hiding every object changes nothing.",
        };
        PairInteraction[] pairs = kind is VerdictKind.Unrepeatable or VerdictKind.Refused or VerdictKind.Wording
            ? []
            : [.. attribution.Pairs.OrderByDescending(pair => Math.Abs(pair.Value))];

        // That these two stand in for each other has been said then.
        IEnumerable<PairInteraction> news = pairs.Where(pair => !(kind == VerdictKind.Alternatives && pair.Kind == PairKind.Either && players.Contains(pair.First) && players.Contains(pair.Second)));
        return new Verdict(kind, players, regions, string.Join(' ', [sentence, .. news.Take(1).Select(pair => Say(pair.Kind, NameOf(attribution.Players[pair.First]), NameOf(attribution.Players[pair.Second])))])) { ReactsToPatch = reacts, Pairs = pairs };
    }

    /// <summary>How two players act together, as a sentence of its own.</summary>
    /// <param name="kind">How.</param>
    /// <param name="first">What people call the one.</param>
    /// <param name="second">What they call the other.</param>
    public static string Say(PairKind kind, string first, string second)
    {
        return kind switch
        {
            PairKind.Either => $"Of {first} and {second}, either suffices.",
            PairKind.Together => $"{Capital(first)} and {second} count only together.",
            PairKind.Against => $"{Capital(first)} and {second} speak against each other.",
            _ => "",
        };

        static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static string NameOf(PlayerValue player) =>
        player.TrackIds.Count == 1 ? $"{player.ClassName} {player.TrackIds[0]}" : $"{player.TrackIds.Count} other objects";

    private static string Join(string[] names, string last) => names.Length switch
    {
        0 => "nothing",
        1 => names[0],
        <= MostNamed => $"{string.Join(", ", names[..^1])} {last} {names[^1]}",
        _ => $"{string.Join(", ", names[..MostNamed])} {last} {names.Length - MostNamed} more",
    };
}
