namespace PixelShap.Video.Rendering.Drawing;

/// <summary>Keeps short texts that come back frame after frame: names, numbers. Starts over when it is full.</summary>
internal sealed class TextCache : IDisposable
{
    private const int Capacity = 1024;

    private readonly Typesetter _typesetter;
    private readonly Dictionary<(string Text, double Size, FontWeight Weight, double Width, int Lines), TextBlock> _blocks = [];

    internal TextCache(Typesetter typesetter) => _typesetter = typesetter;

    /// <summary>The text, valid until the next call of <see cref="Trim"/>.</summary>
    internal TextBlock Get(string text, double size, FontWeight weight, double width = double.PositiveInfinity, int lines = 1)
    {
        if (!_blocks.TryGetValue((text, size, weight, width, lines), out TextBlock? block))
        {
            block = _typesetter.Set([new TextSpan(text)], size, weight, double.IsInfinity(width) ? null : width, lines);
            _blocks[(text, size, weight, width, lines)] = block;
        }

        return block;
    }

    /// <summary>Empties the cache when it is full; called between frames.</summary>
    internal void Trim()
    {
        if (_blocks.Count > Capacity)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        foreach (TextBlock block in _blocks.Values)
        {
            block.Dispose();
        }

        _blocks.Clear();
    }
}
