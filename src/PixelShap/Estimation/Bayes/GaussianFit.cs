namespace PixelShap.Estimation.Bayes;

/// <summary>A Gaussian process over coalitions, given what was observed, under one hypothesis.</summary>
internal sealed class GaussianFit
{
    private const double Exact = 1e-8;

    // The prior of the scale (variance of v in units of the kernel) is an inverse gamma distribution: shape 1, mean squared deviation 0.02.
    private const double ScaleShape = 1;
    private const double ScaleRate = 0.02;

    // The slope of the signed square vanishes at 0: it is taken no smaller than at these values.
    private const double LeastForNoise = 0.1;
    private const double LeastForEvidence = 0.02;

    private readonly KernelSamples _data;
    private readonly Cholesky _factor;
    private readonly double[] _weights;

    /// <summary>Conditions on the samples of the data; unmasked images are exact.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    /// <param name="data">The samples and the kernel between them.</param>
    /// <param name="doubts">The variance that each value has beyond the noise, because its answer is held to be a slip.</param>
    public GaussianFit(Hypothesis hypothesis, KernelSamples data, double[] doubts)
    {
        Hypothesis = hypothesis;
        _data = data;
        Sample[] samples = data.Samples;
        int count = samples.Length;
        _factor = new Cholesky(count);
        var solved = new double[count];
        double jacobian = 0;
        for (int i = 0; i < count; i++)
        {
            double value = samples[i].Value;
            double slope = hypothesis.Warped ? 2 * Math.Max(Math.Abs(value), LeastForNoise) : 1;
            bool full = samples[i].Point.IsFull;
            double noise = full ? Exact : ((hypothesis.Noise + doubts[i]) * slope * slope) + Exact;
            _factor.Append(data.Gram.AsSpan(i * count, i), data.Gram[(i * count) + i] + noise, noise);
            solved[i] = Warp(value) - Warp(samples[i].Full);
            jacobian += hypothesis.Warped && !full ? Math.Log(2 * Math.Max(Math.Abs(value), LeastForEvidence)) : 0;
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

    /// <summary>How badly each value is foretold by all the others, in standard deviations squared (leave-one-out cross-validation,
    /// Rasmussen &amp; Williams, Gaussian Processes for Machine Learning, equation 5.12); 0 for unmasked images.</summary>
    public double[] Surprises()
    {
        int count = _data.Samples.Length;
        var surprises = new double[count];
        var column = new double[count];
        for (int i = 0; i < count; i++)
        {
            if (!_data.Samples[i].Point.IsFull)
            {
                Array.Clear(column);
                column[i] = 1;
                _factor.SolveLower(column);
                surprises[i] = _weights[i] * _weights[i] / (Cholesky.Dot(column, column) * Scale);
            }
        }

        return surprises;
    }

    /// <summary>The posterior mean of φ.</summary>
    /// <param name="points">How φ follows from values.</param>
    /// <param name="places">Where those values lie at the keyframe.</param>
    public double[] Mean(ShapleyPoints points, CoalitionPoint[] places)
    {
        if (Hypothesis.Warped)
        {
            return points.Apply(Array.ConvertAll(places, Value));
        }

        var mean = new double[_data.Roster.PlayerCount];
        var covariances = new double[mean.Length];
        for (int i = 0; i < _weights.Length; i++)
        {
            _data.Shapley.With(_data.Samples[i].Point, covariances);
            for (int player = 0; player < mean.Length; player++)
            {
                mean[player] += _weights[i] * covariances[player];
            }
        }

        return mean;
    }

    /// <summary>The posterior covariance of φ, n×n row-major, of a hypothesis that is not warped.</summary>
    public double[] Covariance()
    {
        int n = _data.Roster.PlayerCount, count = _weights.Length;
        var columns = new double[n * count];
        var covariances = new double[n];
        for (int i = 0; i < count; i++)
        {
            _data.Shapley.With(_data.Samples[i].Point, covariances);
            for (int player = 0; player < n; player++)
            {
                columns[(player * count) + i] = covariances[player];
            }
        }

        for (int player = 0; player < n; player++)
        {
            _factor.SolveLower(columns.AsSpan(player * count, count));
        }

        var covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double prior = i == j ? _data.Shapley.Variance : _data.Shapley.Covariance;
                double known = Cholesky.Dot(columns.AsSpan(i * count, count), columns.AsSpan(j * count, count));
                covariance[(i * n) + j] = Scale * (prior - known);
            }
        }

        return covariance;
    }

    /// <summary>The posterior variance of any other linear functional of v, of a hypothesis that is not warped.</summary>
    /// <param name="prior">Its prior variance.</param>
    /// <param name="covariances">Its prior covariance with each sample; changed.</param>
    public double Variance(double prior, double[] covariances)
    {
        _factor.SolveLower(covariances);
        return Scale * Math.Max(prior - Cholesky.Dot(covariances, covariances), 0);
    }

    /// <summary>The posterior mean of v(S) at the keyframe; under a warped hypothesis the value at the mean of the square.</summary>
    public double Value(CoalitionPoint point)
    {
        double sum = Warp(_data.Full);
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * _data.Kernel.Of(point, _data.Samples[i].Point);
        }

        return Hypothesis.Warped ? Math.CopySign(Math.Sqrt(Math.Abs(sum)), sum) : sum;
    }

    private double Warp(double value) => Hypothesis.Warped ? value * Math.Abs(value) : value;
}
