using System.Globalization;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>One road user in the rankings of two runs.</summary>
/// <param name="TrackA">Its track in the first run.</param>
/// <param name="TrackB">Its track in the second run.</param>
/// <param name="ClassName">Its class in the first run.</param>
/// <param name="ValueA">φ in the first run, smoothed over time.</param>
/// <param name="ValueB">φ in the second run.</param>
/// <param name="RankA">Its rank in the first run among those that both valued, from 1; those that are equal as they are shown share the mean of their ranks.</param>
/// <param name="RankB">Its rank in the second run.</param>
/// <param name="PlaceA">Its place in the list of the first run, from 1; no two have the same.</param>
/// <param name="PlaceB">Its place in the list of the second run.</param>
public sealed record RankChange(int TrackA, int TrackB, string ClassName, double ValueA, double ValueB, double RankA, double RankB, int PlaceA, int PlaceB);

/// <summary>The rankings of two runs at one moment.</summary>
/// <param name="Seconds">The time: a keyframe of either run.</param>
/// <param name="Changes">The road users that both runs valued and that are in view, by their place in the first run.</param>
/// <param name="DependsA">Whether the answer of the first run depended on any of them.</param>
/// <param name="DependsB">Whether the answer of the second run did.</param>
public sealed record RankMoment(double Seconds, IReadOnlyList<RankChange> Changes, bool DependsA, bool DependsB)
{
    /// <summary>Whether the answers of both runs depended on somebody here, so that there are rankings to compare.</summary>
    public bool IsRanked => DependsA && DependsB;

    /// <summary>Spearman's rank correlation (Pearson's of the ranks, so that ties count), −1 to 1; NaN where a ranking is all ties or has fewer than two.</summary>
    public double Correlation
    {
        get
        {
            double mean = (Changes.Count + 1) / 2.0;
            double both = Changes.Sum(change => (change.RankA - mean) * (change.RankB - mean));
            double a = Changes.Sum(change => (change.RankA - mean) * (change.RankA - mean)), b = Changes.Sum(change => (change.RankB - mean) * (change.RankB - mean));
            return a > 0 && b > 0 ? both / Math.Sqrt(a * b) : double.NaN;
        }
    }
}

/// <summary>What two runs have in common over a stretch of time.</summary>
/// <param name="Moments">The number of moments at which the answers of both depended on somebody.</param>
/// <param name="SameFirst">At how many of them the same road user comes first.</param>
/// <param name="MeanCorrelation">The mean rank correlation over the moments that have one; NaN where none has.</param>
public sealed record ComparisonSummary(int Moments, int SameFirst, double MeanCorrelation)
{
    /// <summary>The same for people, one sentence.</summary>
    public override string ToString() => Moments == 0
        ? "At no keyframe did both answers depend on somebody whom both runs valued."
        : $"The same road user comes first at {SameFirst} of the {Moments} keyframes at which both answers depended on somebody"
            + (double.IsFinite(MeanCorrelation) ? string.Create(CultureInfo.InvariantCulture, $"; mean rank correlation {MeanCorrelation:+0.00;−0.00;0.00}.") : ".");
}

/// <summary>
/// Two runs of the same clip side by side: with another prompt, model or masking. Tracks are matched by how far their boxes overlap over time, because
/// the runs may have numbered them differently.
/// </summary>
public sealed class Comparison
{
    private const double LeastOverlap = 0.5;

    private readonly Dictionary<int, int> _matches;

    private Comparison(RunResults first, RunResults second, Dictionary<int, int> matches)
    {
        (First, Second, _matches) = (first, second, matches);
        Moments =
        [
            .. first.Timeline.Keyframes.Concat(second.Timeline.Keyframes).Select(keyframe => keyframe.Seconds).Distinct().Order().Select(At),
        ];
    }

    /// <summary>The first run.</summary>
    public RunResults First { get; }

    /// <summary>The second run.</summary>
    public RunResults Second { get; }

    /// <summary>The track of the second run for each of the first that has one.</summary>
    public IReadOnlyDictionary<int, int> Matches => _matches;

    /// <summary>The rankings at the keyframes of either run, in order of time.</summary>
    public IReadOnlyList<RankMoment> Moments { get; }

    /// <summary>Compares two runs.</summary>
    /// <exception cref="PixelShapException">They are of different clips.</exception>
    public static Comparison Of(RunResults first, RunResults second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.Header.InputHash == second.Header.InputHash
            ? new Comparison(first, second, Match(first, second))
            : throw new PixelShapException(
                ExitCode.Usage,
                $"The two runs are of different clips, {first.Header.Input} and {second.Header.Input}.",
                "Compare runs of the same file: with another prompt, model or masking.");
    }

    /// <summary>The rankings that hold at a time: those of the last keyframe of either run; null before the first.</summary>
    public RankMoment? MomentAt(double seconds) => Moments.LastOrDefault(moment => moment.Seconds <= seconds);

    /// <summary>The moments from <paramref name="from"/> to <paramref name="to"/>, exclusive, at which both runs have a ranking.</summary>
    public IReadOnlyList<RankMoment> RankedMoments(double from, double to) =>
        [.. Moments.Where(moment => moment.Seconds >= from && moment.Seconds < to && moment.IsRanked)];

    /// <summary>How far the rankings agree from <paramref name="from"/> to <paramref name="to"/>, exclusive.</summary>
    public ComparisonSummary Summary(double from, double to)
    {
        IReadOnlyList<RankMoment> moments = RankedMoments(from, to);
        return new ComparisonSummary(
            moments.Count,
            moments.Count(moment => moment.Changes.Any(change => change is { PlaceA: 1, PlaceB: 1 })),
            moments.Select(moment => moment.Correlation).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
    }

    private RankMoment At(double seconds)
    {
        (int Track, double A, double B)[] shared =
        [
            .. _matches
                .Where(match => IsInView(First, match.Key, seconds) && IsInView(Second, match.Value, seconds))
                .Select(match => (match.Key, A: First.Timeline.At(match.Key, seconds), B: Second.Timeline.At(match.Value, seconds)))
                .Where(item => item.A.Kind != SampleKind.None && item.B.Kind != SampleKind.None)
                .Select(item => (item.Key, item.A.Mean, item.B.Mean))
                .OrderByDescending(item => item.Item2)
                .ThenBy(item => item.Key),
        ];
        int[] byB = [.. shared.OrderByDescending(item => item.B).ThenBy(item => item.Track).Select(item => item.Track)];
        double[] a = [.. shared.Select(item => Shown(item.A))], b = [.. shared.Select(item => Shown(item.B))];
        bool dependsA = a.Any(value => value != 0) && Depended(First, seconds), dependsB = b.Any(value => value != 0) && Depended(Second, seconds);
        RankChange[] changes = [.. shared.Select((item, place) => new RankChange(
            item.Track, _matches[item.Track], First.Tracks[item.Track].ClassName, item.A, item.B, RankOf(Shown(item.A), a), RankOf(Shown(item.B), b),
            place + 1, Array.IndexOf(byB, item.Track) + 1))];
        return new RankMoment(seconds, changes, dependsA, dependsB);
    }

    /// <summary>Whether the answer that holds at a time depended on anybody by its own keyframe, and not only by what smoothing brings from others.</summary>
    private static bool Depended(RunResults run, double seconds) =>
        run.Timeline.KeyframeAt(seconds)?.Players.Any(player => Math.Abs(player.Own.Value) >= DecisiveMoment.LeastImportance) ?? false;

    /// <summary>φ as people see it: what differs by less is equal.</summary>
    internal static double Shown(double value) => Math.Round(value, 2);

    private static double RankOf(double value, double[] all) => all.Count(other => other > value) + ((all.Count(other => other == value) + 1) / 2.0);

    private static bool IsInView(RunResults run, int track, double seconds) =>
        run.Tracks.TryGetValue(track, out TrackSpan? span) && span.FirstSeconds <= seconds && span.LastSeconds >= seconds;

    /// <summary>Greedy by the overlap added up over all frames; a pair must overlap by half on average where both are seen.</summary>
    private static Dictionary<int, int> Match(RunResults first, RunResults second)
    {
        var overlaps = new Dictionary<(int A, int B), (double Sum, int Frames)>();
        using IEnumerator<JournalFrame> others = second.ReadFrames(withMasks: false).GetEnumerator();
        bool more = others.MoveNext();
        foreach (JournalFrame frame in first.ReadFrames(withMasks: false))
        {
            while (more && others.Current.Pts < frame.Pts)
            {
                more = others.MoveNext();
            }

            if (!more || others.Current.Pts.CompareTo(frame.Pts) != 0)
            {
                continue;
            }

            foreach (JournalObject a in frame.Objects)
            {
                BoundingBox box = frame.Detections[a.Detection].Box;
                foreach (JournalObject b in others.Current.Objects)
                {
                    float overlap = box.IoU(others.Current.Detections[b.Detection].Box);
                    if (overlap > 0)
                    {
                        (double sum, int frames) = overlaps.GetValueOrDefault((a.TrackId, b.TrackId));
                        overlaps[(a.TrackId, b.TrackId)] = (sum + overlap, frames + 1);
                    }
                }
            }
        }

        var matches = new Dictionary<int, int>();
        var taken = new HashSet<int>();
        foreach (((int a, int b), (double sum, int frames)) in overlaps.OrderByDescending(pair => pair.Value.Sum).ThenBy(pair => pair.Key))
        {
            if (sum / frames >= LeastOverlap && !matches.ContainsKey(a) && taken.Add(b))
            {
                matches.Add(a, b);
            }
        }

        return matches;
    }
}
