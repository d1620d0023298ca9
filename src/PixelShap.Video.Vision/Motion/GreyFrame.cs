namespace PixelShap.Video.Vision.Motion;

/// <summary>A frame in grey at the size at which motion is measured, and its pyramid: level 0 is that size, each further one half of the
/// one before.</summary>
internal sealed class GreyFrame
{
    private readonly PyramidLevel[] _levels;

    internal GreyFrame(int width, int height)
    {
        (Width, Height, Pixels) = (width, height, new byte[width * height]);
        var levels = new List<PyramidLevel> { new(width, height) };
        while (Math.Max(levels[^1].Width, levels[^1].Height) > 4 * PatchSearch.Size && Math.Min(levels[^1].Width, levels[^1].Height) >= 2 * PatchSearch.Size)
        {
            levels.Add(new PyramidLevel((levels[^1].Width + 1) / 2, (levels[^1].Height + 1) / 2));
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
