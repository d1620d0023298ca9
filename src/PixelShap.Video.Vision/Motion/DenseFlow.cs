using System.Runtime.Intrinsics;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Dense optical flow by inverse search (DIS; Kroeger et al., "Fast optical flow using dense inverse search", ECCV 2016) without the
/// variational refinement. Deterministic. Keeps working memory, so one thread at a time.
/// </summary>
internal sealed class DenseFlow
{
    private readonly int _finest;
    private readonly int _spacing;
    private readonly int _iterations;
    private Level[] _levels = [];

    private DenseFlow(int finest, int spacing, int iterations) => (_finest, _spacing, _iterations) = (finest, spacing, iterations);

    /// <summary>Down to single pixels: what masks are carried with. See docs/decisions/0031-mask-propagation.md for the choice.</summary>
    internal static DenseFlow Fine() => new(finest: 0, spacing: 4, iterations: 8);

    /// <summary>Down to blocks of two pixels, a quarter of the time: enough to check the fine flow against.</summary>
    internal static DenseFlow Coarse() => new(finest: 1, spacing: 4, iterations: 12);

    /// <summary>For each pixel of <paramref name="from"/> how far away it lies in <paramref name="to"/>.</summary>
    internal void Calculate(GreyFrame from, GreyFrame to, FlowField result)
    {
        if (_levels.Length != from.Levels.Count || _levels[0].Width != from.Width || _levels[0].Height != from.Height)
        {
            _levels = [.. from.Levels.Select(level => new Level(level.Width, level.Height, _spacing))];
        }

        int finest = Math.Min(_finest, _levels.Length - 1);
        FlowField? flow = null;
        for (int i = _levels.Length - 1; i >= finest; i--)
        {
            FlowField dense = i == 0 ? result : _levels[i].Flow;
            _levels[i].Calculate(from.Levels[i], to.Levels[i], flow, _iterations, dense);
            flow = dense;
        }

        for (int i = finest - 1; i >= 0; i--)
        {
            FlowField dense = i == 0 ? result : _levels[i].Flow;
            Double(flow!, dense);
            flow = dense;
        }
    }

    /// <summary>Flow at twice the size, linear in between.</summary>
    private static void Double(FlowField half, FlowField full)
    {
        for (int y = 0; y < full.Height; y++)
        {
            int above = Math.Clamp((y - 1) >> 1, 0, half.Height - 1), below = Math.Clamp((y + 1) >> 1, 0, half.Height - 1);
            float down = (y & 1) == 0 ? 0.75f : 0.25f;
            for (int x = 0; x < full.Width; x++)
            {
                int left = Math.Clamp((x - 1) >> 1, 0, half.Width - 1), right = Math.Clamp((x + 1) >> 1, 0, half.Width - 1);
                float across = (x & 1) == 0 ? 0.75f : 0.25f;
                (float x0, float y0) = half[left, above];
                (float x1, float y1) = half[right, above];
                (float x2, float y2) = half[left, below];
                (float x3, float y3) = half[right, below];
                float ux = x0 + ((x1 - x0) * across), uy = y0 + ((y1 - y0) * across);
                float lx = x2 + ((x3 - x2) * across), ly = y2 + ((y3 - y2) * across);
                int i = ((y * full.Width) + x) * 2;
                full.Values[i] = 2 * (ux + ((lx - ux) * down));
                full.Values[i + 1] = 2 * (uy + ((ly - uy) * down));
            }
        }
    }

    /// <summary>One size of the pyramid: its patches, and the flow that is made of them.</summary>
    private sealed class Level
    {
        private readonly PatchSearch _patches;
        private readonly int _stride;
        private readonly float[] _weights;
        private readonly float[] _sumX;
        private readonly float[] _sumY;

        public Level(int width, int height, int spacing)
        {
            (Width, Height, Flow) = (width, height, new FlowField(width, height));
            _patches = new PatchSearch(width, height, spacing);
            _stride = Math.Max(width, PatchSearch.Size);
            int size = _stride * Math.Max(height, PatchSearch.Size);
            (_weights, _sumX, _sumY) = (new float[size], new float[size], new float[size]);
        }

        public int Width { get; }

        public int Height { get; }

        public FlowField Flow { get; }

        public void Calculate(PyramidLevel from, PyramidLevel to, FlowField? guess, int iterations, FlowField result)
        {
            _patches.Search(from, to, guess, iterations);
            Array.Clear(_weights);
            Array.Clear(_sumX);
            Array.Clear(_sumY);
            for (int row = 0; row < _patches.Rows; row++)
            {
                for (int column = 0; column < _patches.Columns; column++)
                {
                    Add(from, to, _patches.X(column), _patches.Y(row), _patches.Displacement(column, row));
                }
            }

            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    int i = (y * _stride) + x, to2 = ((y * Width) + x) * 2;
                    result.Values[to2] = _sumX[i] / _weights[i];
                    result.Values[to2 + 1] = _sumY[i] / _weights[i];
                }
            }
        }

        /// <summary>Adds a patch: at each pixel its displacement counts by how well it explains the pixel (equation 3 of the paper).</summary>
        private void Add(PyramidLevel from, PyramidLevel to, int x, int y, (float X, float Y) displacement)
        {
            Vector256<float> dx = Vector256.Create(displacement.X), dy = Vector256.Create(displacement.Y);
            float left = x + displacement.X, top = y + displacement.Y;
            int column = (int)MathF.Floor(left), line = (int)MathF.Floor(top);
            Vector256<float> across = Vector256.Create(left - column), down = Vector256.Create(top - line);
            for (int row = 0; row < PatchSearch.Size; row++)
            {
                ReadOnlySpan<float> first = to.Values.AsSpan(to.At(column, line + row), to.Stride + PatchSearch.Size + 1);
                Vector256<float> a = Vector256.Create(first), b = Vector256.Create(first[1..]), c = Vector256.Create(first[to.Stride..]), d = Vector256.Create(first[(to.Stride + 1)..]);
                Vector256<float> upper = a + ((b - a) * across), lower = c + ((d - c) * across);
                Vector256<float> template = Vector256.Create(from.Values.AsSpan(from.At(x, y + row)));
                Vector256<float> error = Vector256.Abs(upper + ((lower - upper) * down) - template);
                Vector256<float> weight = Vector256<float>.One / Vector256.Max(Vector256<float>.One, error);
                int i = ((y + row) * _stride) + x;
                Accumulate(_weights.AsSpan(i, PatchSearch.Size), weight);
                Accumulate(_sumX.AsSpan(i, PatchSearch.Size), weight * dx);
                Accumulate(_sumY.AsSpan(i, PatchSearch.Size), weight * dy);
            }
        }

        private static void Accumulate(Span<float> sums, Vector256<float> values) =>
            (Vector256.Create((ReadOnlySpan<float>)sums) + values).CopyTo(sums);
    }
}
