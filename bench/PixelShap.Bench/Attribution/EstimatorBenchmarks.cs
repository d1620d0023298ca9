using BenchmarkDotNet.Attributes;
using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Bench.Attribution;

/// <summary>What the default estimator itself costs per keyframe, the answers being free.</summary>
public class EstimatorBenchmarks
{
    private TableGame _game = new([1]);

    [Params(6, 10, 20)]
    public int Players { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        double[] weights = [.. Enumerable.Range(1, Players).Select(i => 1.0 / i)];
        double total = weights.Sum();
        _game = new TableGame([.. Enumerable.Range(0, 1 << Players).Select(bits => Math.Sqrt(
            Enumerable.Range(0, Players).Where(player => (bits >> player & 1) != 0).Sum(player => weights[player]) / total))]);
    }

    [Benchmark]
    public async Task<ValueEstimate> Bayes3n() =>
        await new BayesEstimator().EstimateAsync(_game, new EstimationOptions { Budget = 3 * Players }, default);
}
