using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// <c>bayes</c> over time: one Gaussian process over coalitions and time, players matched by track, with the drift learned from the answers.
/// In a stable scene each keyframe adds to what is known; where answers contradict it, more is asked. One instance follows one clip;
/// not for use from several threads at the same time.
/// </summary>
/// <remarks>
/// The budget of a keyframe is an allowance: what a keyframe leaves is saved, and a first or changed keyframe may overdraw by about one
/// round of leave-one-out, which later keyframes save up again. On average a keyframe costs no more than its allowance.
/// </remarks>
public sealed class SequenceEstimator
{
    /// <summary>The share of the allowance that is asked first, to see whether the scene has changed.</summary>
    private const double FirstRound = 0.5;

    /// <summary>The share of its allowance that a keyframe may spend while the overdraft of the first one is not saved up again.</summary>
    private const double Repayment = 0.85;

    /// <summary>The most that a keyframe without a change spends, in allowances.</summary>
    private const double MostUsual = 1.2;

    /// <summary>Below this |φ| a player is not expected to matter.</summary>
    private const double Quiet = 0.02;

    private readonly SequenceMemory _memory = new();
    private double _savings;

    /// <summary>The name in reports.</summary>
    public const string Name = "bayes";

    /// <summary>Plays the game of the next keyframe.</summary>
    /// <exception cref="ArgumentException">The players do not fit the game, or the keyframe is not later than the one before.</exception>
    public async ValueTask<SequenceEstimate> EstimateAsync(
        IGame game, KeyframePlayers players, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        Check(players);
        int n = game.PlayerCount;
        if (players.TrackIds.Count != n)
        {
            throw new ArgumentException($"{players.TrackIds.Count} tracks are named for {n} players.", nameof(players));
        }

        var record = new GameRecord(game);
        var points = ShapleyPoints.For(n);
        (Roster roster, List<Sample> earlier) = _memory.Recall(players);
        bool isNew = _memory.IsEmpty || players.TrackIds.Count(_memory.LastTracks.Contains) * 2 < n;
        ModelGrid grid = earlier.Count == 0 ? ModelGrid.Single : ModelGrid.OverTime(_memory.Spacing);
        var random = new SplitMix(options.Seed);

        // Kept only at the end: a game that fails leaves no trace.
        double savings = _savings + options.Budget;
        double repaying = Math.Max(savings, Repayment * options.Budget);
        int usual = Limit(n, Math.Min(repaying, MostUsual * options.Budget));
        int most = Limit(n, _memory.IsEmpty ? savings + n + 1 : repaying);
        bool isChange = false;
        ShapleyPosterior expected = Posterior();
        ShapleyPosterior posterior = expected;
        bool changesNothing = false;
        if (options.StopWhenSettled && (isNew || IsQuiet(expected)))
        {
            changesNothing = await HiddenAtOnce.ChangesNothingAsync(record, random.Permutation(n), most, cancellationToken).ConfigureAwait(false);
            posterior = Posterior();
        }

        if (changesNothing)
        {
            isChange = !isNew && IsContradicted(expected, posterior);
        }
        else if (isNew && options.StopWhenSettled)
        {
            await SettleAsync(n + 1, most).ConfigureAwait(false);
        }
        else if (isNew)
        {
            await AskAsync(most).ConfigureAwait(false);
        }
        else
        {
            int first = options.StopWhenSettled ? (n + 1) / 2 : (int)Math.Ceiling(FirstRound * options.Budget);
            await AskAsync(Math.Max(Math.Min(first, most), Math.Min(1, most))).ConfigureAwait(false);
            isChange = IsContradicted(expected, posterior);
            int target = isChange ? most : usual;
            if (options.StopWhenSettled)
            {
                await SettleAsync(isChange ? n + 1 : 0, target).ConfigureAwait(false);
            }
            else
            {
                await AskAsync(target).ConfigureAwait(false);
            }
        }

        _savings = savings - record.Calls;
        _memory.Add(players, record.FullValue, record.Observations);
        if ((options.NoiseVariance is 0 || n < 3) && n <= ExactEstimator.MostPlayers && points.Coalitions.All(coalition => record.TryGet(coalition, out _)))
        {
            // The whole game is known: there is nothing to estimate.
            double[] values = points.Apply([.. points.Coalitions.Select(record.ValueOrNaN)]), errors = ExactEstimator.StandardErrors(n, options.NoiseVariance ?? 0);
            return new SequenceEstimate
            {
                Warm = record.Conclude(Name, values, errors),
                ColdValues = values,
                ColdStandardErrors = errors,
                IsCarried = false,
                IsChange = isChange,
            };
        }

        ShapleyPosterior cold = ShapleyPosterior.Of(
            Roster.Of(n), record.FullValue, ShapleyPosterior.SamplesOf(record, Roster.Of(n)), ModelGrid.Single, options.NoiseVariance, points);
        return new SequenceEstimate
        {
            Warm = record.Conclude(Name, posterior.Mean, posterior.StandardErrors),
            ColdValues = cold.Mean,
            ColdStandardErrors = cold.StandardErrors,
            IsCarried = false,
            IsChange = isChange,
        };

        ShapleyPosterior Posterior() => ShapleyPosterior.Of(
            roster, record.FullValue, [.. ShapleyPosterior.SamplesOf(record, roster), .. earlier], grid, options.NoiseVariance, points);

        // Edges are worth the most: first those never asked, then those asked longest ago. Only beyond them other coalitions come in.
        IEnumerable<Coalition> Stalest()
        {
            var last = new Dictionary<ulong, double>();
            foreach (Sample sample in earlier)
            {
                last[sample.Point.Hidden] = Math.Max(last.GetValueOrDefault(sample.Point.Hidden, double.NegativeInfinity), sample.Point.Time);
            }

            return EdgeEstimator.Coalitions(n)
                .OrderBy(coalition => last.GetValueOrDefault(roster.PointOf(coalition).Hidden, double.NegativeInfinity));
        }

        // Asks at least so much, then a little at a time until the most important player is known.
        async ValueTask SettleAsync(int least, int total)
        {
            await AskAsync(Math.Min(least, total)).ConfigureAwait(false);
            for (int calls = -1; calls < record.Calls && record.Calls < total && !Settlement.IsSettled(posterior);)
            {
                calls = record.Calls;
                await AskAsync(Math.Min(calls + Settlement.Round, total)).ConfigureAwait(false);
            }
        }

        async ValueTask AskAsync(int total)
        {
            int count = total - record.Calls;
            if (count <= 0)
            {
                return;
            }

            List<Coalition> next = [.. Stalest().Where(coalition => !record.WasAsked(coalition)).Take(count)];
            if (next.Count < count)
            {
                IEnumerable<CoalitionPoint> known = earlier.Select(sample => sample.Point);
                next.AddRange(CoalitionDesign.Next(
                    roster, [record.Full, .. record.Asked, .. next], known, posterior.Drift, count - next.Count, random));
            }

            await record.AskAsync(next, cancellationToken).ConfigureAwait(false);
            posterior = Posterior();
        }
    }

    /// <summary>Foretells the values of a keyframe at which nothing is asked, because answer, objects and picture have hardly changed.</summary>
    /// <exception cref="InvalidOperationException">There was no keyframe before.</exception>
    public SequenceEstimate Carry(KeyframePlayers players, EstimationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(players);
        if (_memory.IsEmpty)
        {
            throw new InvalidOperationException("There is no earlier keyframe to carry importance over from.");
        }

        _savings += options.Budget;
        (Roster roster, List<Sample> earlier) = _memory.Recall(players);
        Coalition full = Coalition.Full(players.TrackIds.Count);
        Sample[] samples = [new(roster.PointOf(full), _memory.LastFull, _memory.LastFull), .. earlier];
        ShapleyPosterior posterior = ShapleyPosterior.Of(
            roster, _memory.LastFull, samples, ModelGrid.OverTime(_memory.Spacing), options.NoiseVariance, ShapleyPoints.For(roster.PlayerCount));
        return new SequenceEstimate
        {
            Warm = new ValueEstimate
            {
                Estimator = Name,
                Values = posterior.Mean,
                StandardErrors = posterior.StandardErrors,
                EmptyValue = double.NaN,
                FullValue = _memory.LastFull,
                EfficiencyGap = double.NaN,
                Calls = 0,
                Observations = [],
            },
            ColdValues = [],
            ColdStandardErrors = [],
            IsCarried = true,
            IsChange = false,
        };
    }

    /// <summary>
    /// Takes in a keyframe that was played before, by an earlier part of the run: afterwards this instance is as if it had played the keyframe itself.
    /// </summary>
    /// <param name="players">The players of the keyframe.</param>
    /// <param name="observations">The coalitions that were asked, with their values, in the order of asking.</param>
    /// <param name="fullValue">v(N).</param>
    /// <param name="calls">The calls spent; null when the keyframe was carried.</param>
    /// <param name="options">The options that the keyframe was played with.</param>
    public void Recall(KeyframePlayers players, IReadOnlyList<Observation> observations, double fullValue, int? calls, EstimationOptions options)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(options);
        Check(players);
        _savings += options.Budget - (calls ?? 0);
        if (calls is not null)
        {
            _memory.Add(players, fullValue, observations);
        }
    }

    /// <summary>Whether no player is expected to matter.</summary>
    private static bool IsQuiet(ShapleyPosterior expected) => expected.Mean.All(value => Math.Abs(value) < Quiet);

    /// <summary>Whether φ has moved further than it was expected to.</summary>
    private static bool IsContradicted(ShapleyPosterior expected, ShapleyPosterior posterior)
    {
        double[] errors = expected.StandardErrors;
        double largest = expected.Mean.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return Enumerable.Range(0, errors.Length).Any(player =>
        {
            double moved = Math.Abs(posterior.Mean[player] - expected.Mean[player]);
            return moved > 2.5 * errors[player] && moved > 0.1 * largest;
        });
    }

    private static int Limit(int playerCount, double calls)
    {
        double coalitions = Math.Min((2 * playerCount) + 1, Math.Pow(2, playerCount) - 1);
        return (int)Math.Max(Math.Min(Math.Floor(calls), coalitions), 0);
    }

    private void Check(KeyframePlayers players)
    {
        ArgumentNullException.ThrowIfNull(players);
        if (players.TrackIds.Distinct().Count() != players.TrackIds.Count)
        {
            throw new ArgumentException("A track is named twice.", nameof(players));
        }

        if (!_memory.IsEmpty && !(players.Time > _memory.LastTime))
        {
            throw new ArgumentException($"A keyframe at {players.Time} follows one at {_memory.LastTime}.", nameof(players));
        }
    }
}
