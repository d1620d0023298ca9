namespace PixelShap.Video.Vision.Motion;

/// <summary>Where the patches of one picture lie in another of the same size. A patch begins at the best of what is known about it: the flow
/// at half the size and the displacements of the neighbours that were searched before it.</summary>
internal sealed class PatchSearch
{
    /// <summary>Two displacements that differ by less than this, in pixels, are not both tried.</summary>
    private const float Same = 0.1f;

    private readonly int _width;
    private readonly int _height;
    private readonly int _spacing;
    private readonly Match[] _matches;

    /// <summary>Lays out the patches of pictures of one size, so many pixels from one to the next.</summary>
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

    /// <summary>The left edge of a column of patches; the last one ends with the picture.</summary>
    internal int X(int column) => Math.Min(column * _spacing, Math.Max(0, _width - Patch.Size));

    /// <summary>The upper edge of a row of patches.</summary>
    internal int Y(int row) => Math.Min(row * _spacing, Math.Max(0, _height - Patch.Size));

    /// <summary>Where a patch was found.</summary>
    internal Match this[int column, int row] => _matches[(row * Columns) + column];

    /// <summary>Searches every patch of <paramref name="from"/> in <paramref name="to"/>: from the upper left to the lower right, and
    /// once more back.</summary>
    /// <param name="from">The picture whose patches are searched.</param>
    /// <param name="to">Where they are searched.</param>
    /// <param name="guess">The flow at half the size, or null.</param>
    /// <param name="iterations">The most steps per patch and pass.</param>
    internal void Search(PyramidLevel from, PyramidLevel to, FlowField? guess, int iterations)
    {
        for (int i = 0; i < _matches.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, Columns);
            int x = X(column), y = Y(row);
            var patch = new Patch(from, to, x, y);
            (float dx, float dy) = guess?.Nearest((x + (Patch.Size / 2)) / 2, (y + (Patch.Size / 2)) / 2) ?? default;
            _matches[i] = patch.Measure(2 * dx, 2 * dy);
            Improve(patch, i, column > 0 ? i - 1 : i, row > 0 ? i - Columns : i, iterations);
        }

        for (int i = _matches.Length - 1; i >= 0; i--)
        {
            (int row, int column) = Math.DivRem(i, Columns);
            var patch = new Patch(from, to, X(column), Y(row));
            Improve(patch, i, column + 1 < Columns ? i + 1 : i, row + 1 < Rows ? i + Columns : i, iterations);
        }
    }

    private void Improve(in Patch patch, int at, int beside, int above, int iterations)
    {
        Match best = _matches[at];
        foreach (int i in (ReadOnlySpan<int>)[beside, above])
        {
            Match neighbour = _matches[i];
            if (MathF.Abs(neighbour.X - best.X) + MathF.Abs(neighbour.Y - best.Y) > Same)
            {
                Match there = patch.Measure(neighbour.X, neighbour.Y);
                best = there.Error < best.Error ? there : best;
            }
        }

        _matches[at] = patch.Descend(best, iterations);
    }

    private static int Count(int length, int spacing) => 1 + ((Math.Max(0, length - Patch.Size) + spacing - 1) / spacing);
}
