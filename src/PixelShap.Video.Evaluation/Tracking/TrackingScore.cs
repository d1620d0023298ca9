using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>One frame to be scored: who is there, who was reported, and the IoU of each pair.</summary>
internal sealed record ScoredFrame(int[] Truth, int[] Results, double[,] IoU)
{
    public static ScoredFrame Of(IReadOnlyList<(int Id, BoundingBox Box)> truth, IReadOnlyList<(int Id, BoundingBox Box)> results)
    {
        var overlap = new double[truth.Count, results.Count];
        for (int i = 0; i < truth.Count; i++)
        {
            for (int j = 0; j < results.Count; j++)
            {
                overlap[i, j] = truth[i].Box.IoU(results[j].Box);
            }
        }

        return new ScoredFrame([.. truth.Select(one => one.Id)], [.. results.Select(one => one.Id)], overlap);
    }
}

/// <summary>
/// The counts behind HOTA (Luiten et al. 2021), IDF1 (Ristani et al. 2016) and identity switches (CLEAR MOT) of one or more sequences.
/// </summary>
internal sealed class TrackingScore
{
    private const double Slack = 1e-9;
    private static readonly double[] Thresholds = [.. Enumerable.Range(1, 19).Select(i => 0.05 * i)];
    private readonly double[] _matched = new double[19], _missed = new double[19], _false = new double[19], _association = new double[19];
    private double _identityTrue, _identityFalse;

    public int Switches { get; private set; }

    public double Idf1 => 100 * _identityTrue / Math.Max(1, _identityTrue + (0.5 * _identityFalse));

    public double Hota => Enumerable.Range(0, 19).Average(k =>
        100 * Math.Sqrt(_matched[k] / Math.Max(1, _matched[k] + _missed[k] + _false[k]) * (_association[k] / Math.Max(1, _matched[k]))));

    public void Add(IReadOnlyList<ScoredFrame> frames)
    {
        Dictionary<int, int> truths = Index(frames.SelectMany(frame => frame.Truth));
        Dictionary<int, int> results = Index(frames.SelectMany(frame => frame.Results));
        frames = [.. frames.Select(frame =>
            frame with { Truth = [.. frame.Truth.Select(id => truths[id])], Results = [.. frame.Results.Select(id => results[id])] })];
        double[] truthCount = new double[truths.Count], resultCount = new double[results.Count];
        foreach (ScoredFrame frame in frames)
        {
            Array.ForEach(frame.Truth, i => truthCount[i]++);
            Array.ForEach(frame.Results, j => resultCount[j]++);
        }

        AddHota(frames, truthCount, resultCount);
        AddSwitches(frames, truthCount.Length);
        AddIdentity(frames, truthCount, resultCount);
    }

    private void AddHota(IReadOnlyList<ScoredFrame> frames, double[] truthCount, double[] resultCount)
    {
        double[,] align = Alignment(frames, truthCount, resultCount);
        var pairs = new double[19][,];
        for (int k = 0; k < 19; k++)
        {
            pairs[k] = new double[truthCount.Length, resultCount.Length];
        }

        foreach ((int[] truth, int[] reported, double[,] overlap) in frames)
        {
            int[] match = Assignment.Maximize(Table(truth, reported, (i, j) => align[truth[i], reported[j]] * overlap[i, j]));
            for (int k = 0; k < 19; k++)
            {
                int found = 0;
                for (int i = 0; i < truth.Length; i++)
                {
                    if (match[i] >= 0 && overlap[i, match[i]] >= Thresholds[k] - Slack)
                    {
                        found++;
                        pairs[k][truth[i], reported[match[i]]]++;
                    }
                }

                _matched[k] += found;
                _missed[k] += truth.Length - found;
                _false[k] += reported.Length - found;
            }
        }

        for (int k = 0; k < 19; k++)
        {
            for (int i = 0; i < truthCount.Length; i++)
            {
                for (int j = 0; j < resultCount.Length; j++)
                {
                    double m = pairs[k][i, j];
                    _association[k] += m * m / Math.Max(1, truthCount[i] + resultCount[j] - m);
                }
            }
        }
    }

    private static double[,] Alignment(IReadOnlyList<ScoredFrame> frames, double[] truthCount, double[] resultCount)
    {
        var align = new double[truthCount.Length, resultCount.Length];
        foreach ((int[] truth, int[] reported, double[,] overlap) in frames)
        {
            double[] rows = new double[truth.Length], columns = new double[reported.Length];
            Each(truth, reported, (i, j) =>
            {
                rows[i] += overlap[i, j];
                columns[j] += overlap[i, j];
            });
            Each(truth, reported, (i, j) =>
                align[truth[i], reported[j]] += overlap[i, j] / Math.Max(rows[i] + columns[j] - overlap[i, j], 1e-12));
        }

        for (int i = 0; i < truthCount.Length; i++)
        {
            for (int j = 0; j < resultCount.Length; j++)
            {
                align[i, j] /= Math.Max(1, truthCount[i] + resultCount[j] - align[i, j]);
            }
        }

        return align;
    }

    private void AddSwitches(IReadOnlyList<ScoredFrame> frames, int truths)
    {
        int[] last = new int[truths], before = new int[truths];
        Array.Fill(last, -1);
        Array.Fill(before, -1);
        foreach ((int[] truth, int[] reported, double[,] overlap) in frames)
        {
            int[] match = Assignment.Maximize(Table(truth, reported, (i, j) =>
                overlap[i, j] < 0.5 - Slack ? 0 : overlap[i, j] + (before[truth[i]] == reported[j] ? 1000 : 0)));
            Array.Fill(before, -1);
            for (int i = 0; i < truth.Length; i++)
            {
                if (match[i] >= 0)
                {
                    int id = reported[match[i]];
                    Switches += last[truth[i]] >= 0 && last[truth[i]] != id ? 1 : 0;
                    last[truth[i]] = before[truth[i]] = id;
                }
            }
        }
    }

    private void AddIdentity(IReadOnlyList<ScoredFrame> frames, double[] truthCount, double[] resultCount)
    {
        var together = new double[truthCount.Length, resultCount.Length];
        foreach ((int[] truth, int[] reported, double[,] overlap) in frames)
        {
            Each(truth, reported, (i, j) => together[truth[i], reported[j]] += overlap[i, j] >= 0.5 - Slack ? 1 : 0);
        }

        int[] match = Assignment.Maximize(together);
        double found = Enumerable.Range(0, truthCount.Length).Sum(i => match[i] >= 0 ? together[i, match[i]] : 0);
        _identityTrue += found;
        _identityFalse += truthCount.Sum() + resultCount.Sum() - (2 * found);
    }

    private static Dictionary<int, int> Index(IEnumerable<int> ids) =>
        ids.Distinct().Order().Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);

    private static double[,] Table(int[] truth, int[] reported, Func<int, int, double> value)
    {
        var table = new double[truth.Length, reported.Length];
        Each(truth, reported, (i, j) => table[i, j] = value(i, j));
        return table;
    }

    private static void Each(int[] truth, int[] reported, Action<int, int> action)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            for (int j = 0; j < reported.Length; j++)
            {
                action(i, j);
            }
        }
    }
}
