using System.Numerics;

namespace PixelShap.Masking;

/// <summary>A horizontal run of mask pixels in image coordinates.</summary>
/// <param name="X">The first column.</param>
/// <param name="Y">The row.</param>
/// <param name="Length">The number of pixels, at least 1.</param>
public readonly record struct MaskRun(int X, int Y, int Length);

/// <summary>Enumerates the runs of a <see cref="Mask"/> without allocating.</summary>
public readonly ref struct MaskRuns
{
    private readonly Mask _mask;

    internal MaskRuns(Mask mask) => _mask = mask;

    /// <summary>Starts at the first run.</summary>
    public Enumerator GetEnumerator() => new(_mask);

    /// <summary>Walks over the runs.</summary>
    public ref struct Enumerator
    {
        private readonly Mask _mask;
        private int _y;
        private int _column;
        private MaskRun _current;

        internal Enumerator(Mask mask)
        {
            _mask = mask;
            _y = mask.Box.Y;
            _column = 0;
        }

        /// <summary>The run under the cursor.</summary>
        public readonly MaskRun Current => _current;

        /// <summary>Goes to the next run; false at the end.</summary>
        public bool MoveNext()
        {
            for (; _y < _mask.Box.Bottom; _y++, _column = 0)
            {
                ReadOnlySpan<ulong> row = _mask.Row(_y);
                int start = Next(row, _column, _mask.Box.Width, invert: 0);
                if (start < 0)
                {
                    continue;
                }

                int end = Next(row, start, _mask.Box.Width, invert: ulong.MaxValue);
                end = end < 0 ? _mask.Box.Width : end;
                _column = end;
                _current = new MaskRun(_mask.Box.X + start, _y, end - start);
                return true;
            }

            return false;
        }

        /// <summary>The first column at or after <paramref name="from"/> whose bit, xor-ed with <paramref name="invert"/>, is set.</summary>
        private static int Next(ReadOnlySpan<ulong> row, int from, int width, ulong invert)
        {
            for (int word = from >> 6; word < row.Length; word++)
            {
                ulong bits = row[word] ^ invert;
                if (word == from >> 6)
                {
                    bits &= ulong.MaxValue << (from & 63);
                }

                if (bits != 0)
                {
                    int column = (word << 6) + BitOperations.TrailingZeroCount(bits);
                    return column < width ? column : -1;
                }
            }

            return -1;
        }
    }
}
