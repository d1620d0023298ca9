namespace PixelShap.Estimation.Bayes;

/// <summary>
/// Looks for the players on which the answer hangs. Of all sets of at most three it tries those of one, and then enlarges the most likely ones: what is no part
/// of them explains nothing.
/// </summary>
internal static class RelevanceSearch
{
    private const int MostRelevant = 3;
    private const int Enlarged = 3;
    private const int MostEnlarged = 8;
    private const double Equal = 1e-6;

    /// <summary>ln of what all sets of one size together weigh beside the hypotheses that treat all players alike.</summary>
    private const double LogPrior = 0;

    /// <summary>Fits the hypotheses.</summary>
    /// <param name="roster">The players.</param>
    /// <param name="fit">Fits the hypotheses in which the answer hangs on the players in these slots, with the logarithm of their prior weight.</param>
    public static List<Weighed> Find(Roster roster, Func<ulong, double, List<Weighed>> fit)
    {
        int n = roster.PlayerCount;
        var found = new List<Weighed>();
        var tried = new HashSet<ulong>();
        ulong[] best = [0];
        double sets = 1;
        for (int size = 1; size <= Math.Min(MostRelevant, n - 1); size++)
        {
            sets = sets * (n - size + 1) / size;
            var likely = new List<(ulong Relevant, double LogWeight)>();
            foreach (ulong smaller in best)
            {
                for (int player = 0; player < n; player++)
                {
                    ulong relevant = smaller | 1UL << roster.SlotOf(player);
                    if (relevant == smaller || !tried.Add(relevant))
                    {
                        continue;
                    }

                    List<Weighed> fits = fit(relevant, LogPrior - Math.Log(sets));
                    found.AddRange(fits);
                    likely.Add((relevant, fits.Max(weighed => weighed.LogWeight)));
                }
            }

            // Equally likely sets are enlarged together, so that players who play alike are valued alike.
            double least = likely.Select(entry => entry.LogWeight).OrderDescending().Take(Enlarged).Last() - Equal;
            best = [.. likely.Where(entry => entry.LogWeight >= least).Take(MostEnlarged).Select(entry => entry.Relevant)];
        }

        return found;
    }
}
