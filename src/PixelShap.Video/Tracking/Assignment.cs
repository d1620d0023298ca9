namespace PixelShap.Video.Tracking;

/// <summary>
/// Optimal one-to-one assignment by shortest augmenting paths (Jonker and Volgenant 1987, in the rectangular form of Crouse,
/// "On implementing 2D rectangular assignment algorithms", 2016). O(n²m) for an n×m table with n ≤ m.
/// </summary>
public static class Assignment
{
    /// <summary>
    /// Pairs rows with columns so that the sum of the values of the pairs is as large as can be. A value that is not positive
    /// (or not a number) forbids the pair, so rows and columns may stay alone.
    /// </summary>
    /// <param name="values">R×C table of values.</param>
    /// <returns>For each row its column, or −1.</returns>
    public static int[] Maximize(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int rows = values.GetLength(0), columns = values.GetLength(1);
        bool transposed = rows > columns;
        int small = Math.Min(rows, columns), large = Math.Max(rows, columns);
        double Cost(int i, int j)
        {
            double value = transposed ? values[j, i] : values[i, j];
            return value > 0 ? -value : 0;
        }

        int[] columnOf = Solve(small, large, Cost);
        int[] result = new int[rows];
        Array.Fill(result, -1);
        for (int i = 0; i < small; i++)
        {
            if (Cost(i, columnOf[i]) < 0)
            {
                (int row, int column) = transposed ? (columnOf[i], i) : (i, columnOf[i]);
                result[row] = column;
            }
        }

        return result;
    }

    /// <summary>The cheapest full assignment of <paramref name="n"/> rows to <paramref name="m"/> ≥ n columns.</summary>
    private static int[] Solve(int n, int m, Func<int, int, double> cost)
    {
        double[] rowPrice = new double[n], columnPrice = new double[m], shortest = new double[m];
        int[] columnOf = new int[n], rowOf = new int[m], cameFrom = new int[m];
        bool[] rowDone = new bool[n], columnDone = new bool[m];
        Array.Fill(columnOf, -1);
        Array.Fill(rowOf, -1);
        for (int start = 0; start < n; start++)
        {
            Array.Fill(shortest, double.PositiveInfinity);
            Array.Clear(rowDone);
            Array.Clear(columnDone);
            double length = 0;
            int row = start, sink = -1;
            while (sink < 0)
            {
                rowDone[row] = true;
                double least = double.PositiveInfinity;
                int next = -1;
                for (int j = 0; j < m; j++)
                {
                    if (columnDone[j])
                    {
                        continue;
                    }

                    double through = length + cost(row, j) - rowPrice[row] - columnPrice[j];
                    if (through < shortest[j])
                    {
                        shortest[j] = through;
                        cameFrom[j] = row;
                    }

                    if (shortest[j] < least || (shortest[j] == least && rowOf[j] < 0))
                    {
                        least = shortest[j];
                        next = j;
                    }
                }

                length = least;
                columnDone[next] = true;
                if (rowOf[next] < 0)
                {
                    sink = next;
                }
                else
                {
                    row = rowOf[next];
                }
            }

            for (int i = 0; i < n; i++)
            {
                if (rowDone[i])
                {
                    rowPrice[i] += i == start ? length : length - shortest[columnOf[i]];
                }
            }

            for (int j = 0; j < m; j++)
            {
                if (columnDone[j])
                {
                    columnPrice[j] -= length - shortest[j];
                }
            }

            for (int column = sink; ;)
            {
                int previous = cameFrom[column];
                rowOf[column] = previous;
                (columnOf[previous], column) = (column, columnOf[previous]);
                if (previous == start)
                {
                    break;
                }
            }
        }

        return columnOf;
    }
}
