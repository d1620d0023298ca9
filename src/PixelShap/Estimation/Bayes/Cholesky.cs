namespace PixelShap.Estimation.Bayes;

/// <summary>The lower triangle L of a symmetric positive definite matrix A = L·Lᵀ, grown row by row.</summary>
internal sealed class Cholesky
{
    private double[] _lower;

    /// <summary>Starts empty with room for <paramref name="capacity"/> rows.</summary>
    public Cholesky(int capacity) => _lower = new double[Start(Math.Max(capacity, 1))];

    public int Size { get; private set; }

    /// <summary>ln det A / 2.</summary>
    public double HalfLogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Size; i++)
            {
                sum += Math.Log(_lower[Start(i) + i]);
            }

            return sum;
        }
    }

    /// <summary>Adds a row of A: its elements left of the diagonal and the diagonal. <paramref name="least"/> is what A is known to hold of this row's own,
    /// its noise, below which the squared pivot cannot lie; rounding takes it no lower.</summary>
    public void Append(ReadOnlySpan<double> left, double diagonal, double least)
    {
        if (Start(Size + 1) > _lower.Length)
        {
            Array.Resize(ref _lower, Start(Size + 1) * 2);
        }

        Span<double> row = _lower.AsSpan(Start(Size), Size + 1);
        left[..Size].CopyTo(row);
        SolveLower(row[..Size]);
        double rest = diagonal - Dot(row[..Size], row[..Size]);
        row[Size] = Math.Sqrt(Math.Max(rest, Math.Max(least, 1e-12 * diagonal)));
        Size++;
    }

    /// <summary>Overwrites b with L⁻¹·b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < b.Length; i++)
        {
            ReadOnlySpan<double> row = _lower.AsSpan(Start(i), i + 1);
            b[i] = (b[i] - Dot(row[..i], b[..i])) / row[i];
        }
    }

    /// <summary>Overwrites b with L⁻ᵀ·b.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (int i = b.Length - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = _lower.AsSpan(Start(i), i + 1);
            double value = b[i] /= row[i];
            for (int j = 0; j < i; j++)
            {
                b[j] -= row[j] * value;
            }
        }
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static int Start(int row) => row * (row + 1) / 2;
}
