using PixelShap.Faithfulness;
using PixelShap.Games;
using PixelShap.Interactions;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>What the answer at a keyframe rested on.</summary>
public sealed record KeyframeAttribution
{
    /// <summary>The question.</summary>
    public required string Prompt { get; init; }

    /// <summary>Who answered.</summary>
    public required string Model { get; init; }

    /// <summary>The answer to the unmasked image.</summary>
    public required string Answer { get; init; }

    /// <summary>The players in the order of φ and of the bits of the coalitions.</summary>
    public required IReadOnlyList<PlayerValue> Players { get; init; }

    /// <summary>The estimator.</summary>
    public required string Estimator { get; init; }

    /// <summary>Whether nothing was asked but the baseline: hardly anything had changed, and the values are carried over. The default value is false.</summary>
    public bool IsCarried { get; init; }

    /// <summary>Whether the answers contradicted what earlier keyframes had led to expect, so that more was asked. The default value is false.</summary>
    public bool IsChange { get; init; }

    /// <summary>The variance of one answer's v, measured by asking the baseline again; NaN where it was not. The default value is NaN.</summary>
    public double NoiseVariance { get; init; } = double.NaN;

    /// <summary>Calls asked for by the estimator, the baseline not counted.</summary>
    public required int Calls { get; init; }

    /// <summary>v(∅); NaN when it was not asked.</summary>
    public required double EmptyValue { get; init; }

    /// <summary>v(N).</summary>
    public required double FullValue { get; init; }

    /// <summary>v(N) − v(∅) − Σφ; NaN when v(∅) was not asked.</summary>
    public required double EfficiencyGap { get; init; }

    /// <summary>The coalitions asked, with values and answers.</summary>
    public required IReadOnlyList<CoalitionAnswer> Coalitions { get; init; }

    /// <summary>The coalitions asked that got no text and therefore have no value: the standard errors are wider for it.</summary>
    public IReadOnlyList<UnansweredCoalition> Unanswered { get; init; } = [];

    /// <summary>The coalitions whose answer ends where the limit of tokens was reached, that of all players for the whole image: bit i is player i. The default value is
    /// none.</summary>
    public IReadOnlyList<ulong> CutOff { get; init; } = [];

    /// <summary>The insertion and deletion curves; null when they were not wanted.</summary>
    public FaithfulnessCurves? Faithfulness { get; init; }

    /// <summary>What was asked besides the coalitions, for the verdict. The default value is none.</summary>
    public IReadOnlyList<ControlAnswer> Controls { get; init; } = [];

    /// <summary>What came of looking for the part of the scene that matters; null where nobody looked. The default value is null.</summary>
    public SceneSearch? Search { get; init; }

    /// <summary>The verdict on the keyframe that the values are carried over from; null where they are this one's own. The default value is null.</summary>
    public Verdict? CarriedVerdict { get; init; }

    /// <summary>How the objects look, by which the colours that the answer names are checked. The default value is none: nobody looked.</summary>
    public IReadOnlyList<ObjectLook> Looks { get; init; } = [];

    /// <summary>The pairs of players whose kind is told, by their places in the order of φ. The default value is none.</summary>
    public IReadOnlyList<PairInteraction> Pairs { get; init; } = [];

    /// <summary>What the answer rested on.</summary>
    public Verdict Verdict => Verdict.Of(this);

    /// <summary>
    /// The value of everything that is no player: v(∅) less v of a blank picture, so that with it all values add up to what hiding everything changes. The scene comes
    /// before the players in every order, as in asymmetric Shapley values (Frye, Rowat and Feige, 2020): objects stand in a scene. NaN where it was not asked.
    /// </summary>
    public double SceneValue =>
        Controls.FirstOrDefault(control => control.Control.Kind == ControlKind.Blank) is { } blank ? ShownNothing - blank.Value : double.NaN;

    /// <summary>The answer that was given where one player alone was hidden; null where nobody asked.</summary>
    /// <param name="player">Its place in the order of φ.</param>
    public string? AnswerWithout(int player)
    {
        ulong visible = Coalition.Full(Players.Count).Without(player).Bits;
        return Coalitions.FirstOrDefault(coalition => coalition.Visible == visible)?.Answer
            ?? Controls.FirstOrDefault(control => control.Control == new Control(ControlKind.Coalition, visible))?.Answer;
    }

    /// <summary>Calls asked for by the verdict.</summary>
    public int ControlCalls => Controls.Count + (Search?.Calls ?? 0);

    private double ShownNothing =>
        Players.Count == 0 ? FullValue
        : Controls.FirstOrDefault(control => control.Control == new Control(ControlKind.Coalition)) is { } asked ? asked.Value
        : EmptyValue;
}

/// <summary>What was found of a player of a keyframe: one object, or several far ones that were hidden and shown together.</summary>
/// <param name="TrackIds">The tracks, at least one.</param>
/// <param name="ClassName">The class; <c>others</c> for a group.</param>
/// <param name="Value">φ, signed.</param>
/// <param name="StandardError">The standard error of φ.</param>
public sealed record PlayerValue(IReadOnlyList<int> TrackIds, string ClassName, double Value, double StandardError)
{
    /// <summary>φ from this keyframe's own answers alone, without what earlier keyframes taught; NaN where there is none. The default value is NaN.</summary>
    public double ColdValue { get; init; } = double.NaN;

    /// <summary>The standard error of <see cref="ColdValue"/>. The default value is NaN.</summary>
    public double ColdStandardError { get; init; } = double.NaN;

    /// <summary>What the keyframe's own answers say where that is known, else what is known with the help of earlier keyframes.</summary>
    public (double Value, double StandardError) Own =>
        double.IsFinite(ColdValue) && double.IsFinite(ColdStandardError) ? (ColdValue, ColdStandardError) : (Value, StandardError);
}

/// <summary>A coalition that was asked.</summary>
/// <param name="Visible">Bit i: player i was visible.</param>
/// <param name="Value">v(S).</param>
/// <param name="Answer">The answer.</param>
public sealed record CoalitionAnswer(ulong Visible, double Value, string Answer);

/// <summary>A coalition that was asked and got no text.</summary>
/// <param name="Visible">Bit i: player i was visible.</param>
/// <param name="Kind">What came instead.</param>
/// <param name="Why">The same for people.</param>
public sealed record UnansweredCoalition(ulong Visible, AnswerKind Kind, string Why);
