using System.Collections.Concurrent;

namespace PixelShap.Estimation.Bayes;

/// <summary>The rule of Gauss and Legendre on 0 to 1: with k nodes, exact for polynomials up to the degree 2k − 1.</summary>
internal static class GaussLegendre
{
    private static readonly ConcurrentDictionary<int, (double At, double Weight)[]> Rules = [];

    /// <summary>The nodes and their weights, which sum to 1.</summary>
    public static (double At, double Weight)[] Of(int count) => Rules.GetOrAdd(count, static count => [.. Enumerable.Range(0, count).Select(index => Node(index, count))]);

    private static (double At, double Weight) Node(int index, int count)
    {
        // Newton's method on the Legendre polynomial, from Tricomi's approximation of its roots.
        double x = Math.Cos(Math.PI * (index + 0.75) / (count + 0.5)), slope = 1;
        for (int step = 0; step < 100; step++)
        {
            double value = 1, before = 0;
            for (int degree = 1; degree <= count; degree++)
            {
                (value, before) = ((((2 * degree) - 1) * x * value / degree) - ((degree - 1) * before / degree), value);
            }

            slope = count * ((x * value) - before) / ((x * x) - 1);
            double move = value / slope;
            x -= move;
            if (Math.Abs(move) < 1e-15)
            {
                break;
            }
        }

        return ((1 + x) / 2, 1 / ((1 - (x * x)) * slope * slope));
    }
}
