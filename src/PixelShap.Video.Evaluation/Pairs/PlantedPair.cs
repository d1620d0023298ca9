using PixelShap.Games;
using PixelShap.Interactions;

namespace PixelShap.Video.Evaluation.Pairs;

/// <summary>A game whose answer hangs by construction on a pair of players, or on none.</summary>
/// <param name="Family">How the answer hangs on its players: <c>either</c>, <c>together</c>, <c>against</c>; <c>additive</c> and <c>list</c> have no pair.</param>
/// <param name="Table">2^n values of v; the index has bit i set where player i is visible.</param>
/// <param name="First">The player of the pair with the lower number.</param>
/// <param name="Second">The other.</param>
public sealed record PlantedPair(string Family, double[] Table, int First, int Second)
{
    private const int FewestPlayers = 3, MostPlayers = 8;

    private const double Cap = 1;

    /// <summary>The families.</summary>
    public static IReadOnlyList<string> Families { get; } = ["either", "together", "against", "additive", "list"];

    /// <summary>The kind of the pair; none where there is no pair.</summary>
    public PairKind Kind => Family switch
    {
        "either" => PairKind.Either,
        "together" => PairKind.Together,
        "against" => PairKind.Against,
        _ => PairKind.None,
    };

    /// <summary>Draws a game of 3 to 8 players. The pair carries half of the answer or more, some of the others add the rest, each its own.</summary>
    /// <param name="family">One of <see cref="Families"/>.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="noise">The standard deviation of each value; that of N is exact.</param>
    public static PlantedPair Draw(string family, int seed, double noise)
    {
        var random = new Random(HashOf(family, seed));
        int n = random.Next(FewestPlayers, MostPlayers + 1);
        int[] order = [.. Enumerable.Range(0, n)];
        random.Shuffle(order);
        (int first, int second) = (Math.Min(order[0], order[1]), Math.Max(order[0], order[1]));
        double empty = family == "list" ? 0 : 0.4 * random.NextDouble(), pair = 0.5 + (0.5 * random.NextDouble());
        double[] own = Weights(random, n, order[2..], 1 - pair);
        double rest = own.Sum();
        bool swapped = random.Next(2) == 0;
        (int one, int other) = swapped ? (second, first) : (first, second);
        double split = 0.3 + (0.4 * random.NextDouble());
        var table = new double[1 << n];
        for (int bits = 0; bits < table.Length; bits++)
        {
            var shown = new Coalition((ulong)bits);
            bool a = shown.Contains(one), b = shown.Contains(other);
            double carried = family switch
            {
                "either" => a || b ? 1 : 0,
                "together" => a && b ? 1 : 0,
                "against" => a && !b ? 0 : 1,
                _ => (a ? split : 0) + (b ? 1 - split : 0),
            };
            double share = ((pair * carried) + Enumerable.Range(0, n).Where(shown.Contains).Sum(player => own[player])) / (pair + rest);

            // Cosines of lists of words grow as the root of what they have in common.
            double value = family == "list" ? Math.Sqrt(share) : empty + ((1 - empty) * share);
            bool full = bits == table.Length - 1;
            table[bits] = Math.Clamp(value + (full ? 0 : noise * Gaussian(random)), 0, Cap);
        }

        return new PlantedPair(family, table, first, second);
    }

    private static double[] Weights(Random random, int n, int[] players, double total)
    {
        double[] weights = new double[n], drawn = [.. players.Select(_ => random.NextDouble() < 0.5 ? random.NextDouble() : 0)];
        double sum = drawn.Sum();
        for (int i = 0; i < players.Length; i++)
        {
            weights[players[i]] = sum > 0 ? total * drawn[i] / sum : 0;
        }

        return weights;
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>The same on every machine, other than the hash of a string.</summary>
    private static int HashOf(string family, int seed) => family.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));
}
