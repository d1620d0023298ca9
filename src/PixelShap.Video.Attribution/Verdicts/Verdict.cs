using PixelShap.Interactions;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>What kind of thing an answer rested on.</summary>
public enum VerdictKind
{
    /// <summary>On objects.</summary>
    Objects,

    /// <summary>On a part of the picture that is no object.</summary>
    Region,

    /// <summary>On the scene as a whole.</summary>
    Scene,

    /// <summary>On several that can stand in for each other: hiding one changes little, hiding all much.</summary>
    Alternatives,

    /// <summary>On the wording of the question: without any picture the answer is the same.</summary>
    Wording,

    /// <summary>Nobody can tell: the model does not repeat itself.</summary>
    Unrepeatable,

    /// <summary>On nothing: the model refused.</summary>
    Refused,

    /// <summary>On nothing that was hidden: hiding everything changes nothing.</summary>
    Nothing,
}

/// <summary>What the answer at a keyframe rested on, in one word and one sentence.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Players">The players that it names, by their place in the order of φ, the most important first.</param>
/// <param name="Regions">The regions that it names.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record Verdict(VerdictKind Kind, IReadOnlyList<int> Players, IReadOnlyList<SceneRegion> Regions, string Sentence)
{
    /// <summary>Whether the top player changes the answer with one fill and not with another: the model reacts to the patch. The default value is false.</summary>
    public bool ReactsToPatch { get; init; }

    /// <summary>The pairs of players that act together, the strongest first. The default value is none.</summary>
    public IReadOnlyList<PairInteraction> Pairs { get; init; } = [];

    /// <summary>The verdict on a keyframe whose whole picture was refused.</summary>
    public static Verdict Refusal { get; } = new(VerdictKind.Refused, [], [], "The model refused to answer.");

    /// <summary>The verdict from all that is known about a keyframe; see docs/attribution.md for the rules.</summary>
    public static Verdict Of(KeyframeAttribution attribution) => VerdictRules.Judge(attribution, new VerdictNeeds()).Verdict;
}
