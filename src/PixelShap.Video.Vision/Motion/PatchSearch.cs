using System.Runtime.Intrinsics;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Where the patches of one picture lie in another of the same size: the inverse search of Kroeger et al. 2016, section 2.1, with the
/// means of the patches taken out (section 2.2) and with the better of the neighbours' displacements tried first.
/// </summary>
internal sealed class PatchSearch
{
    /// <summary>The width and height of a patch in pixels; a row is one vector.</summary>
    internal const int Size = 8;

    private const float Pixels = Size * Size;

    /// <summary>Added to the diagonal of the Hessian, so that a patch without texture stays where it is.</summary>
    private const float Ridge = 4;

    private readonly int _width;
    private readonly int _height;
    private readonly int _spacing;
    private readonly Match[] _matches;

    /// <summary>Lays out the patches of pictures of one size.</summary>
    internal PatchSearch(int width, int height, int spacing)
    {
        (_width, _height, _spacing) = (width, height, spacing);
        Columns = Count(width, spacing);
        Rows = Count(height, spacing);
        _matches = new Match[Columns * Rows];
    }

    /// <summary>Patches side by side.</summary>
    internal int Columns { get; }

    /// <summary>Patches on top of one another.</summary>
    internal int Rows { get; }

    /// <summary>The left edge of a column of patches.</summary>
    internal int X(int column) => Math.Min(column * _spacing, Math.Max(0, _width - Size));

    /// <summary>The upper edge of a row of patches.</summary>
    internal int Y(int row) => Math.Min(row * _spacing, Math.Max(0, _height - Size));

    /// <summary>The displacement of a patch, after a search.</summary>
    internal (float X, float Y) Displacement(int column, int row)
    {
        ref readonly Match match = ref _matches[(row * Columns) + column];
        return (match.X, match.Y);
    }

    /// <summary>Searches every patch of <paramref name="from"/> in <paramref name="to"/>.</summary>
    /// <param name="from">The picture whose patches are searched.</param>
    /// <param name="to">Where they are searched.</param>
    /// <param name="guess">The flow at half the size, or null.</param>
    /// <param name="iterations">Steps per patch, half of them after its neighbours to the left and above were searched, half after the
    /// others.</param>
    internal void Search(PyramidLevel from, PyramidLevel to, FlowField? guess, int iterations)
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                int i = (row * Columns) + column;
                int x = X(column), y = Y(row);
                (float dx, float dy) = guess is null
                    ? default
                    : guess[Math.Min((x + (Size / 2)) / 2, guess.Width - 1), Math.Min((y + (Size / 2)) / 2, guess.Height - 1)];
                var patch = new Patch(from, to, x, y);
                Match match = patch.Measure(2 * dx, 2 * dy);
                if (column > 0)
                {
                    Try(ref match, patch, _matches[i - 1]);
                }

                if (row > 0)
                {
                    Try(ref match, patch, _matches[i - Columns]);
                }

                _matches[i] = patch.Descend(match, (iterations + 1) / 2);
            }
        }

        for (int row = Rows - 1; row >= 0; row--)
        {
            for (int column = Columns - 1; column >= 0; column--)
            {
                int i = (row * Columns) + column;
                var patch = new Patch(from, to, X(column), Y(row));
                Match match = _matches[i];
                if (column + 1 < Columns)
                {
                    Try(ref match, patch, _matches[i + 1]);
                }

                if (row + 1 < Rows)
                {
                    Try(ref match, patch, _matches[i + Columns]);
                }

                _matches[i] = patch.Descend(match, iterations / 2);
            }
        }
    }

    private static void Try(ref Match best, in Patch patch, in Match neighbour)
    {
        if (MathF.Abs(neighbour.X - best.X) + MathF.Abs(neighbour.Y - best.Y) > 0.1f)
        {
            Match match = patch.Measure(neighbour.X, neighbour.Y);
            if (match.Error < best.Error)
            {
                best = match;
            }
        }
    }

    private static int Count(int length, int spacing) => 1 + ((Math.Max(0, length - Size) + spacing - 1) / spacing);

    /// <summary>A displacement, the sum of squared differences there, and the slopes of half of it.</summary>
    private readonly record struct Match(float X, float Y, float Error, float SlopeX, float SlopeY);

    /// <summary>A patch of one picture over another.</summary>
    private readonly ref struct Patch
    {
        private readonly ref float _template;
        private readonly ref float _gradientX;
        private readonly ref float _gradientY;
        private readonly PyramidLevel _from;
        private readonly PyramidLevel _to;
        private readonly int _x;
        private readonly int _y;
        private readonly float _meanX;
        private readonly float _meanY;
        private readonly float _inverseXX;
        private readonly float _inverseXY;
        private readonly float _inverseYY;

        internal Patch(PyramidLevel from, PyramidLevel to, int x, int y)
        {
            (_from, _to, _x, _y) = (from, to, x, y);
            int at = from.At(x, y);
            _template = ref from.Values[at];
            _gradientX = ref from.GradientX[at];
            _gradientY = ref from.GradientY[at];
            Vector256<float> sumX = default, sumY = default, sumXX = default, sumXY = default, sumYY = default;
            for (int row = 0; row < Size; row++)
            {
                Vector256<float> gx = Load(ref _gradientX, row * from.Stride), gy = Load(ref _gradientY, row * from.Stride);
                sumX += gx;
                sumY += gy;
                sumXX += gx * gx;
                sumXY += gx * gy;
                sumYY += gy * gy;
            }

            _meanX = Sum(sumX) / Pixels;
            _meanY = Sum(sumY) / Pixels;
            float xx = Sum(sumXX) - (Pixels * _meanX * _meanX) + Ridge, yy = Sum(sumYY) - (Pixels * _meanY * _meanY) + Ridge;
            float xy = Sum(sumXY) - (Pixels * _meanX * _meanY);
            float scale = 1 / ((xx * yy) - (xy * xy));
            (_inverseXX, _inverseXY, _inverseYY) = (yy * scale, -xy * scale, xx * scale);
        }

        /// <summary>Compares the patch with what lies under it, the means taken out.</summary>
        internal Match Measure(float dx, float dy)
        {
            float left = Math.Clamp(_x + dx, -Size, _to.Width), top = Math.Clamp(_y + dy, -Size, _to.Height);
            int column = (int)MathF.Floor(left), line = (int)MathF.Floor(top);
            Vector256<float> across = Vector256.Create(left - column), down = Vector256.Create(top - line);
            ref float under = ref _to.Values[_to.At(column, line)];
            int stride = _to.Stride;
            Vector256<float> upper = Between(ref under, 0, across);
            Vector256<float> sum = default, square = default, sumX = default, sumY = default;
            for (int row = 0; row < Size; row++)
            {
                Vector256<float> lower = Between(ref under, (row + 1) * stride, across);
                Vector256<float> difference = upper + ((lower - upper) * down) - Load(ref _template, row * stride);
                sum += difference;
                square += difference * difference;
                sumX += difference * Load(ref _gradientX, row * stride);
                sumY += difference * Load(ref _gradientY, row * stride);
                upper = lower;
            }

            float total = Sum(sum);
            return new Match(
                left - _x, top - _y, Sum(square) - (total * total / Pixels), Sum(sumX) - (total * _meanX), Sum(sumY) - (total * _meanY));
        }

        /// <summary>Gauss-Newton steps from a displacement; the best one that was met, unless it is further away than a patch.</summary>
        internal Match Descend(Match start, int iterations)
        {
            Match best = start, current = start;
            for (int i = 0; i < iterations; i++)
            {
                float stepX = (_inverseXX * current.SlopeX) + (_inverseXY * current.SlopeY);
                float stepY = (_inverseXY * current.SlopeX) + (_inverseYY * current.SlopeY);
                current = Measure(current.X - stepX, current.Y - stepY);
                if (current.Error >= best.Error)
                {
                    break;
                }

                best = current;
            }

            return MathF.Abs(best.X - start.X) > Size || MathF.Abs(best.Y - start.Y) > Size ? start : best;
        }

        private static Vector256<float> Between(ref float pixels, int at, Vector256<float> across)
        {
            Vector256<float> left = Load(ref pixels, at);
            return left + ((Load(ref pixels, at + 1) - left) * across);
        }
    }

    private static Vector256<float> Load(ref float first, int offset) => Vector256.LoadUnsafe(ref first, (nuint)offset);

    /// <summary>Adds in an order that does not depend on the machine.</summary>
    private static float Sum(Vector256<float> vector)
    {
        Vector128<float> four = vector.GetLower() + vector.GetUpper();
        return four[0] + four[1] + (four[2] + four[3]);
    }
}
