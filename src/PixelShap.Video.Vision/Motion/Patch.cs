using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// A patch of one picture over another: the inverse search of Kroeger et al. 2016, section 2.1, with the means of the patches taken out
/// (section 2.2). Its gradients and their Hessian stand still while it moves, and so are computed once.
/// </summary>
internal readonly struct Patch
{
    /// <summary>The width and height of a patch in pixels; a row is one vector.</summary>
    internal const int Size = 8;

    private const float Pixels = Size * Size;

    /// <summary>Added to the diagonal of the Hessian, so that a patch without texture stays where it is.</summary>
    private const float Ridge = 4;

    private readonly PyramidLevel _from;
    private readonly PyramidLevel _to;
    private readonly int _x;
    private readonly int _y;
    private readonly int _at;
    private readonly float _meanX;
    private readonly float _meanY;
    private readonly float _inverseXX;
    private readonly float _inverseXY;
    private readonly float _inverseYY;

    /// <summary>The patch of <paramref name="from"/> whose upper left pixel is (x, y).</summary>
    internal Patch(PyramidLevel from, PyramidLevel to, int x, int y)
    {
        (_from, _to, _x, _y, _at) = (from, to, x, y, from.At(x, y));
        Vector256<float> sumX = default, sumY = default, sumXX = default, sumXY = default, sumYY = default;
        for (int row = 0; row < Size; row++)
        {
            Vector256<float> gx = Vector256.Create(GradientX(row)), gy = Vector256.Create(GradientY(row));
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

    /// <summary>Compares the patch with what lies under it. It can leave the other picture by its own size, and is held there.</summary>
    internal Match Measure(float dx, float dy)
    {
        float left = Math.Clamp(_x + dx, -Size, _to.Width), top = Math.Clamp(_y + dy, -Size, _to.Height);
        var under = new ShiftedRows(_to, left, top);
        Vector256<float> sum = default, square = default, slopeX = default, slopeY = default;
        for (int row = 0; row < Size; row++)
        {
            Vector256<float> difference = under.Next() - Vector256.Create(Values(row));
            sum += difference;
            square += difference * difference;
            slopeX += difference * Vector256.Create(GradientX(row));
            slopeY += difference * Vector256.Create(GradientY(row));
        }

        float total = Sum(sum);
        return new Match(
            left - _x, top - _y, Sum(square) - (total * total / Pixels), Sum(slopeX) - (total * _meanX), Sum(slopeY) - (total * _meanY));
    }

    /// <summary>Gauss-Newton steps from a match as long as they better it; where they lead further away than a patch, the match
    /// itself.</summary>
    internal Match Descend(in Match start, int iterations)
    {
        Match best = start;
        for (int i = 0; i < iterations; i++)
        {
            float stepX = (_inverseXX * best.SlopeX) + (_inverseXY * best.SlopeY);
            float stepY = (_inverseXY * best.SlopeX) + (_inverseYY * best.SlopeY);
            Match next = Measure(best.X - stepX, best.Y - stepY);
            if (next.Error >= best.Error)
            {
                break;
            }

            best = next;
        }

        return MathF.Abs(best.X - start.X) > Size || MathF.Abs(best.Y - start.Y) > Size ? start : best;
    }

    /// <summary>How far each pixel of a row of the patch counts for its flow: the inverse of the squared difference there. The paper's
    /// equation 3 has the difference itself; squared, a patch that does not explain a pixel spoils it less.</summary>
    internal void Weigh(float dx, float dy, Span<Vector256<float>> weights)
    {
        var under = new ShiftedRows(_to, _x + dx, _y + dy);
        for (int row = 0; row < Size; row++)
        {
            Vector256<float> difference = under.Next() - Vector256.Create(Values(row));
            weights[row] = Vector256<float>.One / Vector256.Max(Vector256<float>.One, difference * difference);
        }
    }

    private ReadOnlySpan<float> Values(int row) => _from.Values.AsSpan(_at + (row * _from.Stride), Size);

    private ReadOnlySpan<float> GradientX(int row) => _from.GradientX.AsSpan(_at + (row * _from.Stride), Size);

    private ReadOnlySpan<float> GradientY(int row) => _from.GradientY.AsSpan(_at + (row * _from.Stride), Size);

    /// <summary>Adds in an order that does not depend on the machine.</summary>
    private static float Sum(Vector256<float> vector)
    {
        Vector128<float> four = vector.GetLower() + vector.GetUpper();
        return four[0] + four[1] + (four[2] + four[3]);
    }

    /// <summary>The rows of a picture under a patch that lies between its pixels, linear in between.</summary>
    private ref struct ShiftedRows
    {
        private readonly Span<float> _pixels;
        private readonly int _stride;
        private readonly Vector256<float> _across;
        private readonly Vector256<float> _down;
        private Vector256<float> _upper;
        private int _next;

        public ShiftedRows(PyramidLevel picture, float left, float top)
        {
            int column = (int)MathF.Floor(left), line = (int)MathF.Floor(top);
            _pixels = picture.Values;
            (_stride, _next) = (picture.Stride, picture.At(column, line));
            (_across, _down) = (Vector256.Create(left - column), Vector256.Create(top - line));
            _upper = Read();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Next()
        {
            Vector256<float> upper = _upper, lower = Read();
            _upper = lower;
            return upper + ((lower - upper) * _down);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Read()
        {
            ReadOnlySpan<float> row = _pixels.Slice(_next, Size + 1);
            _next += _stride;
            Vector256<float> left = Vector256.Create(row);
            return left + ((Vector256.Create(row[1..]) - left) * _across);
        }
    }
}

/// <summary>A place of a patch in the other picture.</summary>
/// <param name="X">How far to the right of its place in its own picture, in pixels.</param>
/// <param name="Y">How far down.</param>
/// <param name="Error">The sum of the squared differences there, the means taken out.</param>
/// <param name="SlopeX">Half the change of the error per pixel to the right.</param>
/// <param name="SlopeY">Half the change of the error per pixel down.</param>
internal readonly record struct Match(float X, float Y, float Error, float SlopeX, float SlopeY);
