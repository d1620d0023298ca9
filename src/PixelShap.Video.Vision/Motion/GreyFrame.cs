namespace PixelShap.Video.Vision.Motion;

/// <summary>A frame in grey at the size at which motion is measured, and its pyramid: level 0 is that size, each further one half of the
/// one before.</summary>
internal sealed class GreyFrame
{
    private readonly PyramidLevel[] _levels;

    internal GreyFrame(int width, int height)
    {
        (Width, Height, Pixels) = (width, height, new byte[width * height]);
        // Half a patch of the smallest level is a quarter of the picture's width or less: the longest motion that is found.
        var levels = new List<PyramidLevel> { new(width, height) };
        while (Math.Max(width, height) > 4 * Patch.Size && Math.Min(width, height) >= 2 * Patch.Size)
        {
            (width, height) = ((width + 1) / 2, (height + 1) / 2);
            levels.Add(new PyramidLevel(width, height));
        }

        _levels = [.. levels];
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>H×W bytes, row-major.</summary>
    internal byte[] Pixels { get; }

    /// <summary>The pyramid of the pixels as they were when <see cref="Prepare"/> was called.</summary>
    internal IReadOnlyList<PyramidLevel> Levels => _levels;

    /// <summary>Makes the pyramid after the pixels were written.</summary>
    internal void Prepare()
    {
        _levels[0].Load(Pixels);
        for (int i = 1; i < _levels.Length; i++)
        {
            _levels[i].Halve(_levels[i - 1]);
        }
    }
}
