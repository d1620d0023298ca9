using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>A Gaussian process over coalitions, given what was observed, under one hypothesis.</summary>
internal sealed class GaussianFit
{
    private const double Exact = 1e-8;

    // The prior of the scale (variance of v in units of the kernel) is an inverse gamma distribution: shape 1, mean squared deviation 0.02.
    private const double ScaleShape = 1;
    private const double ScaleRate = 0.02;

    private readonly CoalitionKernel _kernel;
    private readonly Coalition[] _coalitions;
    private readonly Cholesky _factor;
    private readonly double[] _weights;
    private readonly double _origin;

    /// <summary>Conditions on the values.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    /// <param name="kernel">The kernel of its shape.</param>
    /// <param name="gram">The kernel between the coalitions, row-major.</param>
    /// <param name="coalitions">The coalitions; the first is N, whose value is exact.</param>
    /// <param name="values">Their values v.</param>
    public GaussianFit(Hypothesis hypothesis, CoalitionKernel kernel, double[] gram, Coalition[] coalitions, double[] values)
    {
        Hypothesis = hypothesis;
        _kernel = kernel;
        _coalitions = coalitions;
        int count = coalitions.Length;
        _factor = new Cholesky(count);
        _origin = hypothesis.Warped ? values[0] * Math.Abs(values[0]) : values[0];
        var solved = new double[count];
        double jacobian = 0;
        for (int i = 0; i < count; i++)
        {
            double slope = hypothesis.Warped ? 2 * Math.Max(Math.Abs(values[i]), 0.1) : 1;
            double noise = i == 0 ? Exact : (hypothesis.Noise * slope * slope) + Exact;
            _factor.Append(gram.AsSpan(i * count, i), gram[(i * count) + i] + noise);
            solved[i] = (hypothesis.Warped ? values[i] * Math.Abs(values[i]) : values[i]) - _origin;
            jacobian += i > 0 && hypothesis.Warped ? Math.Log(2 * Math.Max(Math.Abs(values[i]), 0.02)) : 0;
        }

        _factor.SolveLower(solved);
        Scale = (Cholesky.Dot(solved, solved) + (2 * ScaleRate)) / (count + (2 * ScaleShape));
        LogEvidence = jacobian - (0.5 * (count + (2 * ScaleShape)) * Math.Log(Scale)) - _factor.HalfLogDeterminant;
        _factor.SolveUpper(solved);
        _weights = solved;
    }

    public Hypothesis Hypothesis { get; }

    /// <summary>The logarithm of the marginal likelihood, up to a constant that all hypotheses share.</summary>
    public double LogEvidence { get; }

    /// <summary>The variance of v in units of the kernel.</summary>
    public double Scale { get; }

    /// <summary>The posterior mean of φ.</summary>
    public double[] Mean(ShapleyCovariance shapley, ShapleyPoints points)
    {
        if (!Hypothesis.Warped)
        {
            var mean = new double[_kernel.PlayerCount];
            for (int i = 0; i < _coalitions.Length; i++)
            {
                int size = _coalitions[i].Count;
                for (int player = 0; player < mean.Length; player++)
                {
                    mean[player] += _weights[i] * shapley.With(size, _coalitions[i].Contains(player));
                }
            }

            return mean;
        }

        return points.Apply([.. points.Coalitions.Select(Value)]);
    }

    /// <summary>The posterior mean of v(S); under a warped hypothesis the value at the mean of the square.</summary>
    public double Value(Coalition coalition)
    {
        double sum = 0;
        for (int i = 0; i < _coalitions.Length; i++)
        {
            sum += _weights[i] * _kernel.Of(coalition, _coalitions[i]);
        }

        sum += _origin;
        return Hypothesis.Warped ? Math.CopySign(Math.Sqrt(Math.Abs(sum)), sum) : sum;
    }

    /// <summary>The posterior covariance of φ, n×n row-major; under a warped hypothesis with the mean slope of the observed values.</summary>
    public double[] Covariance(ShapleyCovariance shapley, double[] values)
    {
        int n = _kernel.PlayerCount, count = _coalitions.Length;
        var columns = new double[n][];
        for (int player = 0; player < n; player++)
        {
            columns[player] = [.. _coalitions.Select(coalition => shapley.With(coalition.Count, coalition.Contains(player)))];
            _factor.SolveLower(columns[player]);
        }

        double slope = Hypothesis.Warped ? 2 * Math.Max(values.Average(Math.Abs), 0.1) : 1;
        var covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double prior = i == j ? shapley.Variance : shapley.Covariance;
                covariance[(i * n) + j] = Scale * (prior - Cholesky.Dot(columns[i], columns[j])) / (slope * slope);
            }
        }

        return covariance;
    }
}
