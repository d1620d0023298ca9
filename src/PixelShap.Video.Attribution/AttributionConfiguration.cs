using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PixelShap.Masking;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;
using PixelShap.Video.Settings;

namespace PixelShap.Video.Attribution;

/// <summary>How answers become Shapley values.</summary>
public sealed record AttributionConfiguration
{
    /// <summary>The estimator.</summary>
    [Description("The estimator of the Shapley values; where the budget pays for all 2^n - 1 calls, 'exact' is taken.")]
    [EstimatorChoice]
    public string Estimator { get; init; } = "bayes";

    /// <summary>Whether earlier keyframes make later ones cheaper.</summary>
    [Description("Whether 'bayes' uses what earlier keyframes taught, so that a stable scene costs a fraction of the calls. Other estimators value each keyframe by itself.")]
    public bool OverTime { get; init; } = true;

    /// <summary>Whether a keyframe may be carried over.</summary>
    [Description("Whether a keyframe at which answer, objects and picture have hardly changed takes its predecessor's importance, with wider intervals and marked as carried. Needs over_time.")]
    public bool Carry { get; init; } = true;

    /// <summary>Extra baseline calls that measure the noise of answers.</summary>
    [Description("How often the whole picture of the first keyframe is asked again to measure how much answers vary by themselves; 0 for a model that always answers the same.")]
    [Range(0, 20)]
    public int NoiseRepeats { get; init; }

    /// <summary>VLM calls per keyframe.</summary>
    [Description("VLM calls per keyframe besides the baseline answer: a number, a multiple of the number of players n such as '2n+1' or '3n', or 'auto': until the most important player is settled, at most 4n ('auto:6n': at most 6n).")]
    [CallBudget]
    public string Budget { get; init; } = "1.5n";

    /// <summary>What is hidden.</summary>
    [Description("Which pixels are hidden for a hidden object. 'bboa' is its box minus the masks of visible objects.")]
    public MaskingRegion Region { get; init; } = MaskingRegion.Bboa;

    /// <summary>What it is hidden with.</summary>
    [Description("What hidden pixels are replaced with.")]
    [OpenChoice("fills")]
    public string Fill { get; init; } = "black";

    /// <summary>The most players at one keyframe.</summary>
    [Description("The most players at one keyframe; objects farther off beyond it, by their size for their class, are hidden and shown together as one player.")]
    [Range(1, 62)]
    public int MaxPlayers { get; init; } = 8;

    /// <summary>How answers are compared.</summary>
    [Description("How alike two answers are.")]
    [OpenChoice("similarities")]
    public string Similarity { get; init; } = "tfidf";

    /// <summary>What answers are compared with.</summary>
    [Description("What the answers of a keyframe are compared with: 'keyframe' its own answer to the whole image, 'clip' that of the first keyframe, so that importance can be compared over time even when the answer changes.")]
    public AnswerReference Reference { get; init; } = AnswerReference.Keyframe;

    /// <summary>The model of the similarity <c>embedding</c>.</summary>
    [Description("The sentence embedding model of the similarity 'embedding'.")]
    public EmbedderConfiguration Embedder { get; init; } = new();

    /// <summary>Whether the part of the scene that matters is looked for.</summary>
    [Description("Whether the picture around the objects is divided, and the part of it looked for that the answer rests on, where no object is what it rests on; at most 8 more calls at such a keyframe.")]
    public bool Scene { get; init; } = true;

    /// <summary>Whether questions are asked that the verdict needs.</summary>
    [Description("Whether a keyframe's verdict, what the answer rested on, may ask more: a blank picture, the whole picture again, another fill. 'auto' where it is needed, 'always' at every keyframe, 'never'.")]
    public Controls Controls { get; init; } = Controls.Auto;

    /// <summary>Whether pairs are looked for that interact.</summary>
    [Description("Whether pairs of objects are named that stand in for each other, need each other or speak against each other: 'known' from what is asked anyway, 'ask' asks more where effects do not add up, until a keyframe has cost 3n calls, 'never'.")]
    public PairAsking Pairs { get; init; } = PairAsking.Known;

    /// <summary>Whether insertion and deletion curves are made.</summary>
    [Description("Whether each keyframe also gets insertion and deletion curves, which show how faithful its importance is; at most 2n - 2 more calls.")]
    public bool Faithfulness { get; init; }
}
