using PixelShap.Video.Tracking;

namespace PixelShap.Video.Tests.Tracking;

public sealed class AssignmentTests
{
    [Fact]
    public void Finds_the_best_pairs_that_trying_them_all_finds()
    {
        var random = new Random(7);
        for (int round = 0; round < 600; round++)
        {
            int rows = random.Next(0, 6), columns = random.Next(0, 6);
            var values = new double[rows, columns];
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    // Ties, forbidden pairs and negative values are the hard cases.
                    values[i, j] = random.Next(4) switch { 0 => 0, 1 => random.Next(-2, 4), _ => random.NextDouble() };
                }
            }

            int[] columnOf = Assignment.Maximize(values);
            int[] used = [.. columnOf.Where(column => column >= 0)];
            Assert.Equal(used.Length, used.Distinct().Count());
            double sum = 0;
            for (int i = 0; i < rows; i++)
            {
                if (columnOf[i] >= 0)
                {
                    Assert.True(values[i, columnOf[i]] > 0);
                    sum += values[i, columnOf[i]];
                }
            }

            Assert.Equal(Best(values, 0, 0), sum, 9);
        }
    }

    [Fact]
    public void A_row_gives_way_when_the_sum_gains()
    {
        double[,] values = { { 0.9, 0.8 }, { 0.85, 0 } };
        Assert.Equal([1, 0], Assignment.Maximize(values));
    }

    private static double Best(double[,] values, int row, int taken)
    {
        if (row == values.GetLength(0))
        {
            return 0;
        }

        double best = Best(values, row + 1, taken);
        for (int j = 0; j < values.GetLength(1); j++)
        {
            if ((taken >> j & 1) == 0 && values[row, j] > 0)
            {
                best = Math.Max(best, values[row, j] + Best(values, row + 1, taken | (1 << j)));
            }
        }

        return best;
    }
}
