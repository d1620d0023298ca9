using PixelShap.Estimation;
using PixelShap.Masking;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>What is compared, and at what cost.</summary>
public sealed record ImportanceProtocol
{
    /// <summary>The regions. The default value is all of them.</summary>
    public IReadOnlyList<MaskingRegion> Regions { get; init; } =
        [MaskingRegion.Precise, MaskingRegion.Bbox, MaskingRegion.Bboa, MaskingRegion.Convex];

    /// <summary>The estimators by name. The default value is all of them.</summary>
    public IReadOnlyList<string> Estimators { get; init; } = Estimation.Estimators.Names;

    /// <summary>The calls of <c>tokenshap</c>, <c>kernel</c> and <c>bayes</c>; the others always take what they take. The default value is 2n+1.</summary>
    public CallBudget Budget { get; init; } = CallBudget.Parse("2n+1");

    /// <summary>The most players of a picture; the farthest objects beyond it are one player. The default value is 6.</summary>
    public int MaxPlayers { get; init; } = 6;

    /// <summary>Whether an object that a question of the picture hangs on is always a player of its own, however far. The default value is true: what is
    /// measured is then the attribution and not the choice of players.</summary>
    public bool TargetsPlayAlone { get; init; } = true;

    /// <summary>The most questions that are asked at the same time. The default value is 2.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>How often the whole picture is asked about again to measure how much answers vary by themselves, once per question. The default value is 0.</summary>
    public int NoiseRepeats { get; init; }

    /// <summary>The seed of every random choice. The default value is 1.</summary>
    public ulong Seed { get; init; } = 1;
}
