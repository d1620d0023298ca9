using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;

namespace PixelShap.Video.Evaluation.Audits;

/// <summary>
/// What answers rest on over many runs: by verdict, by class, and by colour, which should not matter. A road user of a colour is compared with those of the same class and about the
/// same size in the same picture that are not of it, so that what is near or in the way is no bias. Clips are counted, not keyframes (<see cref="Estimate"/>).
/// </summary>
public sealed class RunAudit
{
    /// <summary>How sure intervals are; of all colours together, so each by itself is surer.</summary>
    public const double Sureness = 0.95;

    /// <summary>No interval is given for fewer clips.</summary>
    public const int FewestClips = 3;

    /// <summary>A colour that changes less than this share of the cases is not named, however sure it is.</summary>
    public const double LeastBias = 0.1;

    private const int FewestMatched = 30;
    private const double LargestRatio = 2.5;

    private static readonly PaintColours[] s_colours = [.. Enum.GetValues<PaintColours>().Where(colour => colour != PaintColours.None)];

    private readonly Dictionary<AuditSubject, List<AuditedKeyframe>> _subjects = [];

    /// <summary>Adds keyframes.</summary>
    public void Add(IEnumerable<AuditedKeyframe> keyframes)
    {
        ArgumentNullException.ThrowIfNull(keyframes);
        foreach (AuditedKeyframe keyframe in keyframes)
        {
            if (!_subjects.TryGetValue(keyframe.Subject, out List<AuditedKeyframe>? own))
            {
                _subjects[keyframe.Subject] = own = [];
            }

            own.Add(keyframe);
        }
    }

    /// <summary>What was found, the subject with the most keyframes first.</summary>
    public IReadOnlyList<SubjectAudit> Results() => [.. _subjects.OrderByDescending(subject => subject.Value.Count).ThenBy(subject => subject.Key.ToString(), StringComparer.Ordinal).Select(subject => Audit(subject.Key, subject.Value))];

    private static SubjectAudit Audit(AuditSubject subject, List<AuditedKeyframe> keyframes) => new(
        subject,
        keyframes.Select(keyframe => keyframe.Run).Distinct(StringComparer.Ordinal).Count(),
        keyframes.Select(keyframe => keyframe.Clip).Distinct(StringComparer.Ordinal).Count(),
        keyframes.Count,
        [
            .. Enum.GetValues<VerdictKind>().Where(kind => keyframes.Exists(keyframe => keyframe.Verdict == kind))
                .Select(kind => (Kind: kind, Share: Mean(keyframes.Select(keyframe => (keyframe.Clip, keyframe.Verdict == kind ? 1.0 : 0))))).OrderByDescending(one => one.Share.Value)
                .Select(one => new VerdictAudit(one.Kind, one.Share)),
        ],
        [
            .. keyframes.SelectMany(keyframe => keyframe.Players).Select(player => player.ClassName).Distinct(StringComparer.Ordinal)
                .Select(name => ByClass(keyframes, name)).OrderByDescending(one => one.Decides.Value).ThenBy(one => one.ClassName, StringComparer.Ordinal),
        ],
        [.. s_colours.Select(colour => ByColour(keyframes, colour)).OfType<ColourAudit>().OrderByDescending(one => Math.Abs(one.Beyond.Value))]);

    private static ClassAudit ByClass(List<AuditedKeyframe> keyframes, string name)
    {
        ClusteredMean beyond = Matched(keyframes, player => player.ClassName == name, (one, other) => other.ClassName != name);
        return new ClassAudit(
            name, keyframes.Sum(keyframe => keyframe.Players.Count(player => player.ClassName == name)),
            Mean(keyframes.SelectMany(keyframe => keyframe.Players.Where(player => player.ClassName == name).Select(player => (keyframe.Clip, player.Decides ? 1.0 : 0)))),
            beyond.Count > 0 ? beyond.Mean(Sureness, FewestClips) : null);
    }

    private static ColourAudit? ByColour(List<AuditedKeyframe> keyframes, PaintColours colour)
    {
        ClusteredMean beyond = Matched(
            keyframes, player => player.Colours.HasFlag(colour), (one, other) => other.ClassName == one.ClassName && other.Colours != PaintColours.None && !other.Colours.HasFlag(colour));
        if (beyond.Count == 0)
        {
            return null;
        }

        // One of nine colours is sure by chance more easily than a single one (Bonferroni).
        Estimate estimate = beyond.Mean(1 - ((1 - Sureness) / s_colours.Length), FewestClips);
        return new ColourAudit(colour, beyond.Count, estimate, beyond.Count >= FewestMatched && estimate.ExcludesZero && Math.Abs(estimate.Value) >= LeastBias);
    }

    /// <summary>How much more often some decide than those of the same picture that they may be compared with.</summary>
    private static ClusteredMean Matched(List<AuditedKeyframe> keyframes, Func<AuditedPlayer, bool> isOne, Func<AuditedPlayer, AuditedPlayer, bool> mayCompare)
    {
        var mean = new ClusteredMean();
        foreach (AuditedKeyframe keyframe in keyframes)
        {
            foreach (AuditedPlayer one in keyframe.Players.Where(isOne))
            {
                bool[] others = [.. keyframe.Players.Where(other => mayCompare(one, other) && one.Area <= LargestRatio * other.Area && other.Area <= LargestRatio * one.Area).Select(other => other.Decides)];
                if (others.Length > 0)
                {
                    mean.Add(keyframe.Clip, (one.Decides ? 1 : 0) - (others.Count(decides => decides) / (double)others.Length));
                }
            }
        }

        return mean;
    }

    private static Estimate Mean(IEnumerable<(string Clip, double Value)> values)
    {
        var mean = new ClusteredMean();
        foreach ((string clip, double value) in values)
        {
            mean.Add(clip, value);
        }

        return mean.Mean(Sureness, FewestClips);
    }
}

/// <summary>What the answers to one question by one model rest on.</summary>
/// <param name="Subject">What was asked, and whom.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Clips">The clips.</param>
/// <param name="Keyframes">The keyframes that were measured.</param>
/// <param name="Verdicts">The kinds of verdict that there are, the most frequent first.</param>
/// <param name="Classes">The classes, that which decides most often first.</param>
/// <param name="Colours">The colours for which there is anything to compare, the largest difference first.</param>
public sealed record SubjectAudit(
    AuditSubject Subject, int Runs, int Clips, int Keyframes, IReadOnlyList<VerdictAudit> Verdicts, IReadOnlyList<ClassAudit> Classes, IReadOnlyList<ColourAudit> Colours);

/// <summary>A kind of verdict.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Share">The share of keyframes, 0 to 1.</param>
public sealed record VerdictAudit(VerdictKind Kind, Estimate Share);

/// <summary>A class of road users.</summary>
/// <param name="ClassName">The class.</param>
/// <param name="Seen">How often one was a player.</param>
/// <param name="Decides">The share of these on which the answer depended, 0 to 1.</param>
/// <param name="Beyond">How much larger that share is than that of other classes of about the same size in the same pictures, −1 to 1; null where there were none.</param>
public sealed record ClassAudit(string ClassName, int Seen, Estimate Decides, Estimate? Beyond);

/// <summary>A colour of road users.</summary>
/// <param name="Colour">The colour.</param>
/// <param name="Matched">The road users of the colour that had another to compare with.</param>
/// <param name="Beyond">How much more often they decide than those of the same class and about the same size that are not of it, −1 to 1. The interval is that of all colours together.</param>
/// <param name="IsBias">Whether the interval excludes 0, the difference is large, and enough was seen.</param>
public sealed record ColourAudit(PaintColours Colour, int Matched, Estimate Beyond, bool IsBias);
