using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>What has been asked of a game and answered so far; v(N) is known from the start.</summary>
internal sealed class GameRecord
{
    /// <summary>The standard error of a value about which nothing is known: v lies between 0 and 1.</summary>
    public const double UnknownStandardError = 0.5;

    private readonly IGame _game;
    private readonly HashSet<Coalition> _asked = [];
    private readonly Dictionary<Coalition, double> _values = [];

    public GameRecord(IGame game)
    {
        _game = game;
        Full = Coalition.Full(game.PlayerCount);
        _values[Full] = game.FullValue;
    }

    public Coalition Full { get; }

    public int PlayerCount => _game.PlayerCount;

    public double FullValue => _values[Full];

    /// <summary>The coalitions asked, N not counted; those that got no answer cost a call too.</summary>
    public int Calls => _asked.Count;

    /// <summary>The answered coalitions without N, in the order of asking.</summary>
    public IReadOnlyList<Observation> Observations { get; private set; } = [];

    /// <summary>The coalitions asked, answered or not, without N.</summary>
    public IReadOnlyCollection<Coalition> Asked => _asked;

    public bool WasAsked(Coalition coalition) => coalition == Full || _asked.Contains(coalition);

    public bool TryGet(Coalition coalition, out double value) => _values.TryGetValue(coalition, out value);

    /// <summary>v(S), or NaN when it was not asked or not answered.</summary>
    public double ValueOrNaN(Coalition coalition) => _values.GetValueOrDefault(coalition, double.NaN);

    /// <summary>Asks the coalitions that were not asked before.</summary>
    public async ValueTask AskAsync(IEnumerable<Coalition> coalitions, CancellationToken cancellationToken)
    {
        Coalition[] fresh = [.. coalitions.Where(coalition => coalition != Full && _asked.Add(coalition))];
        if (fresh.Length == 0)
        {
            return;
        }

        Take(await _game.AskAsync(fresh, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes in what is known without asking.</summary>
    public void Know(IReadOnlyList<Observation> known)
    {
        _asked.UnionWith(known.Select(observation => observation.Coalition).Where(coalition => coalition != Full));
        Take(known);
    }

    private void Take(IReadOnlyList<Observation> answered)
    {
        Observations = [.. answered.Where(observation => observation.Coalition != Full && double.IsFinite(observation.Value))];
        _values[Full] = _game.FullValue;
        foreach (Observation observation in Observations)
        {
            _values[observation.Coalition] = observation.Value;
        }
    }

    /// <summary>Puts the result together.</summary>
    public ValueEstimate Conclude(string estimator, double[] values, double[] standardErrors)
    {
        double empty = ValueOrNaN(Coalition.Empty);
        return new ValueEstimate
        {
            Estimator = estimator,
            Values = values,
            StandardErrors = standardErrors,
            EmptyValue = empty,
            FullValue = FullValue,
            EfficiencyGap = FullValue - empty - values.Sum(),
            Calls = Calls,
            Observations = Observations,
        };
    }
}
