using PixelShap.Games;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>What a keyframe may ask for its verdict, and what earlier keyframes say of the model.</summary>
internal sealed record VerdictNeeds
{
    /// <summary>Whether every control is wanted, needed or not.</summary>
    public bool All { get; init; }

    /// <summary>Whether the part of the scene that matters is looked for.</summary>
    public bool Search { get; init; }

    /// <summary>How often the whole picture is asked again before hiding is taken for the cause of a change.</summary>
    public int Repeats { get; init; }

    /// <summary>How far v fell at repeats in earlier keyframes, on average; NaN where there were none.</summary>
    public double EarlierNoise { get; init; } = double.NaN;

    /// <summary>Whether the top player is to be hidden with another fill, too: by its tracks.</summary>
    public Func<IReadOnlyList<int>, bool> OtherFill { get; init; } = static _ => false;

    /// <summary>What was asked in vain: it is done without.</summary>
    public IReadOnlySet<Control> InVain { get; init; } = new HashSet<Control>();
}

/// <summary>A verdict, and what would have to be asked to be surer of it.</summary>
/// <param name="Verdict">The verdict from what is known.</param>
/// <param name="Next">The next question; null where none is needed.</param>
/// <param name="Search">Whether the part of the scene that matters has to be looked for.</param>
internal readonly record struct Judgement(Verdict Verdict, Control? Next, bool Search);

/// <summary>The rules of docs/attribution.md, "What the answer rested on": one walk that says the verdict and what is missing for it.</summary>
internal sealed class VerdictRules
{
    /// <summary>v has to fall by so much for an answer to count as another one.</summary>
    internal const double LeastChange = 0.15;

    // Where hiding one player makes v fall by so much, the answer names it: one of many items of a list is little of the whole.
    private const double LeastOfOne = 0.05;

    // Where so many answers to other pictures are that to the whole one, the model repeats itself.
    private const int LeastAlike = 4;
    private const double ShareAlike = 0.75;

    // Where the answer without the objects is nearer to the whole one than this, something else may carry it.
    private const double LeastLeft = 0.3;

    // Repeats that differ by this part of what hiding changes make that change worth nothing.
    private const double MostNoise = 0.2;

    private const int MostRepeats = 4;

    private const double Deviations = 1.6448536269514722;

    private readonly KeyframeAttribution _attribution;
    private readonly VerdictNeeds _needs;
    private readonly Dictionary<Control, double> _known = [];
    private Control? _next;
    private bool _search;

    private VerdictRules(KeyframeAttribution attribution, VerdictNeeds needs)
    {
        (_attribution, _needs) = (attribution, needs);
        foreach (CoalitionAnswer coalition in attribution.Coalitions)
        {
            _known[new Control(ControlKind.Coalition, coalition.Visible)] = coalition.Value;
        }

        foreach (ControlAnswer control in attribution.Controls)
        {
            _known[control.Control] = control.Value;
        }
    }

    private int Count => _attribution.Players.Count;

    private double Full => _attribution.FullValue;

    /// <summary>Judges, and says what to ask next.</summary>
    public static Judgement Judge(KeyframeAttribution attribution, VerdictNeeds needs)
    {
        if (attribution.CarriedVerdict is { } carried)
        {
            return new Judgement(VerdictSentence.Say(carried.Kind, carried.Players, carried.Regions, carried.ReactsToPatch, attribution), null, false);
        }

        var rules = new VerdictRules(attribution, needs);
        Verdict verdict = rules.Judge();
        return new Judgement(verdict, rules._next, rules._search);
    }

    private Verdict Judge()
    {
        if (_attribution.IsCarried || (Count > 0 ? Value(new Control(ControlKind.Coalition), wanted: true) : Full) is not { } empty)
        {
            return ByValuesAlone();
        }

        double objects = Full - empty;
        double? blank = Value(new Control(ControlKind.Blank), wanted: _needs.All || empty >= LeastLeft);
        double scene = empty - blank ?? 0;
        double largest = _known.Values.Select(value => Full - value).Append(objects).Append(scene).Max();
        if (IsUnrepeatable(largest))
        {
            return Say(VerdictKind.Unrepeatable, []);
        }

        if (scene >= LeastChange && scene > objects)
        {
            return OnScene();
        }

        if (objects >= LeastChange)
        {
            return OnObjects();
        }

        int[] single = [.. ByImportance().Where(player => Drop(Without(player), wanted: false) >= LeastChange)];
        return single.Length > 0 ? Say(VerdictKind.Objects, single)
            : blank is null ? Say(VerdictKind.Nothing, [])
            : scene >= LeastChange ? OnScene()
            : Say(VerdictKind.Wording, []);
    }

    private Verdict OnScene()
    {
        bool standsIn = Count > 0 && Drop(new Control(ControlKind.Players), wanted: true) < LeastChange;
        if (standsIn)
        {
            return Say(VerdictKind.Alternatives, []);
        }

        _search = _needs.Search && _attribution.Search is null;
        return _attribution.Search is { Regions.Count: > 0 } found ? Say(VerdictKind.Region, [], found.Regions) : Say(VerdictKind.Scene, []);
    }

    private Verdict OnObjects()
    {
        int[] order = ByImportance();
        double top = Drop(Without(order[0]), wanted: true);
        int[] decisive = [.. order.Where(player => Drop(Without(player), wanted: false) >= LeastOfOne)];
        if (decisive.Length > 0)
        {
            // A player whose own hiding was not asked about is named where its interval says that it matters.
            int[] named = [.. order.Where(player => decisive.Contains(player)
                || (double.IsNaN(Drop(Without(player), wanted: false)) && Low(player) >= LeastOfOne))];
            double other = Drop(new Control(ControlKind.OtherFill, Without(named[0]).Detail), _needs.All || _needs.OtherFill(_attribution.Players[named[0]].TrackIds));
            return Say(VerdictKind.Objects, named, reacts: Drop(Without(named[0]), wanted: false) >= LeastChange && other < LeastChange);
        }

        if (double.IsNaN(top))
        {
            return ByValuesAlone();
        }

        // The group of far objects is hidden as one player: one of its own may be enough.
        return Count > 2 && Drop(new Control(ControlKind.Coalition, Coalition.Full(Count).Without(order[0]).Without(order[1]).Bits), wanted: true) >= LeastChange
            ? Say(VerdictKind.Alternatives, order[..2])
            : Say(VerdictKind.Alternatives, [.. order.Where(player => _attribution.Players[player].Value > 0)]);
    }

    /// <summary>Where next to nothing was asked: what the values say.</summary>
    private Verdict ByValuesAlone()
    {
        int[] named = [.. ByImportance().Where(player => _attribution.Players[player].Value >= LeastChange && Low(player) > 0)];
        return named.Length > 0 ? Say(VerdictKind.Objects, named) : Say(VerdictKind.Nothing, []);
    }

    private bool IsUnrepeatable(double largest)
    {
        double[] drops = [.. Enumerable.Range(1, 64).Select(k => new Control(ControlKind.Repeat, (ulong)k)).TakeWhile(_known.ContainsKey).Select(repeat => Full - _known[repeat])];
        bool doubtful = largest >= LeastChange || _needs.EarlierNoise >= LeastChange;
        if (_needs.All || (doubtful && !RepeatsItself()))
        {
            if (drops.Length < _needs.Repeats)
            {
                _ = Value(new Control(ControlKind.Repeat, (ulong)drops.Length + 1), wanted: true);
            }
            else if (drops.Length < MostRepeats && drops.Any(drop => drop >= LeastChange))
            {
                // Some other answer came: more of them tell whether that is the rule.
                _ = Value(new Control(ControlKind.Repeat, (ulong)drops.Length + 1), wanted: true);
            }
        }

        double noise = drops.Length == 0
            ? double.IsNaN(_attribution.NoiseVariance) ? 0 : Math.Sqrt(_attribution.NoiseVariance)
            : drops.Average();
        return noise >= LeastChange / 2 && noise >= MostNoise * largest && (drops.Length == 0 || drops.Any(drop => drop >= LeastChange));
    }

    /// <summary>Most coalitions got the very answer of the whole picture.</summary>
    private bool RepeatsItself()
    {
        int asked = _attribution.Coalitions.Count, alike = _attribution.Coalitions.Count(coalition => Full - coalition.Value < LeastOfOne);
        return alike >= LeastAlike && alike >= ShareAlike * asked;
    }

    private int[] ByImportance() => [.. Enumerable.Range(0, Count).OrderByDescending(player => _attribution.Players[player].Value)];

    private double Low(int player) => _attribution.Players[player].Value - (Deviations * _attribution.Players[player].StandardError);

    private Control Without(int player) => new(ControlKind.Coalition, Coalition.Full(Count).Without(player).Bits);

    /// <summary>How far v falls; NaN where that is not known.</summary>
    private double Drop(Control control, bool wanted) => Full - Value(control, wanted) ?? double.NaN;

    private double? Value(Control control, bool wanted)
    {
        if (_known.TryGetValue(control, out double value))
        {
            return value;
        }

        if (wanted && !_needs.InVain.Contains(control))
        {
            _next ??= control;
        }

        return null;
    }

    private Verdict Say(VerdictKind kind, IReadOnlyList<int> players, IReadOnlyList<SceneRegion>? regions = null, bool reacts = false) =>
        VerdictSentence.Say(kind, players, regions ?? [], reacts, _attribution);
}
