using PixelShap.Masking;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>
/// Scales masks to the size of the drawn picture: bilinear, a pixel belongs to the mask where at least half of the weight does, so that enlarged
/// masks have smooth edges instead of steps. Not thread-safe.
/// </summary>
internal sealed class MaskScaler
{
    private const int One = 256;

    private readonly int _width;
    private readonly int _height;
    private readonly int _targetWidth;
    private readonly int _targetHeight;
    private readonly (int Index, int Weight)[] _columns;
    private readonly (int Index, int Weight)[] _rows;
    private byte[] _map = [];
    private int[] _line = [];

    /// <summary>Scales masks of pictures of one size to another.</summary>
    internal MaskScaler(int width, int height, int targetWidth, int targetHeight)
    {
        (_width, _height, _targetWidth, _targetHeight) = (width, height, targetWidth, targetHeight);
        _columns = Taps(width, targetWidth);
        _rows = Taps(height, targetHeight);
    }

    internal Mask Scale(Mask mask)
    {
        if (mask.IsEmpty || (_width == _targetWidth && _height == _targetHeight))
        {
            return mask.IsEmpty ? Mask.Empty(_targetWidth, _targetHeight) : mask;
        }

        PixelBox box = mask.Box;
        int left = Math.Clamp((int)Math.Floor((box.X - 0.5) * _targetWidth / _width), 0, _targetWidth);
        int right = Math.Clamp((int)Math.Ceiling((box.Right + 0.5) * _targetWidth / _width), left, _targetWidth);
        int top = Math.Clamp((int)Math.Floor((box.Y - 0.5) * _targetHeight / _height), 0, _targetHeight);
        int bottom = Math.Clamp((int)Math.Ceiling((box.Bottom + 0.5) * _targetHeight / _height), top, _targetHeight);
        int width = right - left, height = bottom - top;
        if (_map.Length < width * height)
        {
            _map = new byte[width * height];
        }

        // The columns of the source that are read, blended from two rows, one more to either side than the mask has.
        if (_line.Length < box.Width + 2)
        {
            _line = new int[box.Width + 2];
        }

        Span<int> line = _line.AsSpan(0, box.Width + 2);
        for (int y = 0; y < height; y++)
        {
            (int row, int below) = _rows[top + y];
            Blend(mask, row, below, line);
            Span<byte> target = _map.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                (int column, int beside) = _columns[left + x];
                int at = column - box.X + 1;
                int first = (uint)at < (uint)line.Length ? line[at] : 0, second = (uint)(at + 1) < (uint)line.Length ? line[at + 1] : 0;
                target[x] = (first * (One - beside)) + (second * beside) >= One * One / 2 ? (byte)1 : (byte)0;
            }
        }

        return Mask.FromBytes(_targetWidth, _targetHeight, new PixelBox(left, top, width, height), _map, width);
    }

    private void Blend(Mask mask, int row, int below, Span<int> line)
    {
        line.Clear();
        Add(mask.Row(Math.Max(0, row)), One - below, line);
        Add(mask.Row(Math.Min(_height - 1, row + 1)), below, line);
    }

    private static void Add(ReadOnlySpan<ulong> bits, int weight, Span<int> line)
    {
        for (int word = 0; word < bits.Length && weight > 0; word++)
        {
            for (ulong rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                line[(word << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest) + 1] += weight;
            }
        }
    }

    private static (int Index, int Weight)[] Taps(int length, int target)
    {
        var taps = new (int, int)[target];
        for (int i = 0; i < target; i++)
        {
            double at = ((i + 0.5) * length / target) - 0.5;
            int index = (int)Math.Floor(at);
            taps[i] = (index, (int)Math.Round((at - index) * One));
        }

        return taps;
    }
}
