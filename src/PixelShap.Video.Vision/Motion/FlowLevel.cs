using System.Runtime.Intrinsics;

namespace PixelShap.Video.Vision.Motion;

/// <summary>The flow at one size of the pyramid: the patches are searched, and each pixel takes the mean of those that cover it, weighted by
/// how well they explain it (Kroeger et al. 2016, equation 3). Keeps working memory, so one thread at a time.</summary>
internal sealed class FlowLevel
{
    private readonly PatchSearch _patches;
    private readonly int _stride;
    private readonly float[] _weights;
    private readonly float[] _sumX;
    private readonly float[] _sumY;

    /// <summary>Makes room for pictures of one size.</summary>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="spacing">Pixels from one patch to the next.</param>
    internal FlowLevel(int width, int height, int spacing)
    {
        Flow = new FlowField(width, height);
        _patches = new PatchSearch(width, height, spacing);
        _stride = Math.Max(width, Patch.Size);
        int size = _stride * Math.Max(height, Patch.Size);
        (_weights, _sumX, _sumY) = (new float[size], new float[size], new float[size]);
    }

    /// <summary>The flow that was calculated last.</summary>
    internal FlowField Flow { get; }

    /// <summary>Calculates <see cref="Flow"/>.</summary>
    /// <param name="from">The picture whose pixels are followed.</param>
    /// <param name="to">Where they are looked for.</param>
    /// <param name="guess">The flow at half the size, or null.</param>
    /// <param name="iterations">The most steps per patch and pass.</param>
    internal void Calculate(PyramidLevel from, PyramidLevel to, FlowField? guess, int iterations)
    {
        _patches.Search(from, to, guess, iterations);
        Array.Clear(_weights);
        Array.Clear(_sumX);
        Array.Clear(_sumY);
        Span<Vector256<float>> weights = stackalloc Vector256<float>[Patch.Size];
        for (int row = 0; row < _patches.Rows; row++)
        {
            for (int column = 0; column < _patches.Columns; column++)
            {
                int x = _patches.X(column), y = _patches.Y(row);
                Match match = _patches[column, row];
                new Patch(from, to, x, y).Weigh(match.X, match.Y, weights);
                Add(weights, match, (y * _stride) + x);
            }
        }

        Divide();
    }

    private void Add(ReadOnlySpan<Vector256<float>> weights, Match match, int at)
    {
        Vector256<float> dx = Vector256.Create(match.X), dy = Vector256.Create(match.Y);
        foreach (Vector256<float> weight in weights)
        {
            Accumulate(_weights.AsSpan(at, Patch.Size), weight);
            Accumulate(_sumX.AsSpan(at, Patch.Size), weight * dx);
            Accumulate(_sumY.AsSpan(at, Patch.Size), weight * dy);
            at += _stride;
        }
    }

    private void Divide()
    {
        int i = 0;
        for (int y = 0; y < Flow.Height; y++)
        {
            for (int at = y * _stride; at < (y * _stride) + Flow.Width; at++)
            {
                Flow.Values[i++] = _sumX[at] / _weights[at];
                Flow.Values[i++] = _sumY[at] / _weights[at];
            }
        }
    }

    private static void Accumulate(Span<float> sums, Vector256<float> values) =>
        (Vector256.Create((ReadOnlySpan<float>)sums) + values).CopyTo(sums);
}
