namespace PixelShap.Masking;

/// <summary>
/// Fills with a strong blur of the surroundings: a hidden pixel takes the mean of the nearest visible pixels at the finest scale at
/// which there are any, scales blended smoothly (a pull-push pyramid: Gortler et al., "The Lumigraph", 1996). The hidden object's own
/// colours do not leak into it.
/// </summary>
public sealed class BlurFill : IFill
{
    /// <summary>The surroundings that are looked at, in pixels around the hidden object's box.</summary>
    public const int Margin = 16;

    /// <inheritdoc/>
    public string Name => "blur";

    /// <inheritdoc/>
    public void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        foreach (PixelBox island in hidden.Islands(Margin))
        {
            var levels = new List<Level> { Level.Of(source, hidden.Pixels, island) };
            while (levels[^1] is { Width: > 1 } or { Height: > 1 })
            {
                levels.Add(levels[^1].Pull());
            }

            if (levels[^1].Weight(0, 0) == 0)
            {
                levels[^1].Set(ColourFill.MeanOf(source));
            }

            for (int level = levels.Count - 2; level >= 0; level--)
            {
                levels[level].Push(levels[level + 1]);
            }

            levels[0].Write(hidden.Pixels, island, destination);
        }
    }

    /// <summary>Colours and weights (0 unknown to 1 known) of one scale, four floats per pixel.</summary>
    private sealed class Level(int width, int height)
    {
        private readonly float[] _data = new float[width * height * 4];

        public int Width => width;

        public int Height => height;

        public static Level Of(BgrImage source, Mask hidden, PixelBox island)
        {
            var level = new Level(island.Width, island.Height);
            for (int y = 0; y < island.Height; y++)
            {
                ReadOnlySpan<byte> row = source.Row(island.Y + y).Slice(3 * island.X, 3 * island.Width);
                Span<float> target = level._data.AsSpan(y * island.Width * 4, island.Width * 4);
                for (int x = 0; x < island.Width; x++)
                {
                    if (!hidden[island.X + x, island.Y + y])
                    {
                        target[4 * x] = row[3 * x];
                        target[(4 * x) + 1] = row[(3 * x) + 1];
                        target[(4 * x) + 2] = row[(3 * x) + 2];
                        target[(4 * x) + 3] = 1;
                    }
                }
            }

            return level;
        }

        public float Weight(int x, int y) => _data[(((y * width) + x) * 4) + 3];

        public void Set((byte Blue, byte Green, byte Red) colour) =>
            (_data[0], _data[1], _data[2], _data[3]) = (colour.Blue, colour.Green, colour.Red, 1);

        /// <summary>The next coarser scale: weighted means of 2×2 pixels; four half-known pixels make a known one.</summary>
        public Level Pull()
        {
            var coarse = new Level((width + 1) / 2, (height + 1) / 2);
            for (int y = 0; y < coarse.Height; y++)
            {
                for (int x = 0; x < coarse.Width; x++)
                {
                    float blue = 0, green = 0, red = 0, weight = 0;
                    for (int dy = 0; dy < 2 && (2 * y) + dy < height; dy++)
                    {
                        for (int dx = 0; dx < 2 && (2 * x) + dx < width; dx++)
                        {
                            ReadOnlySpan<float> pixel = _data.AsSpan(((((2 * y) + dy) * width) + (2 * x) + dx) * 4, 4);
                            blue += pixel[0] * pixel[3];
                            green += pixel[1] * pixel[3];
                            red += pixel[2] * pixel[3];
                            weight += pixel[3];
                        }
                    }

                    if (weight > 0)
                    {
                        Span<float> target = coarse._data.AsSpan(((y * coarse.Width) + x) * 4, 4);
                        (target[0], target[1], target[2]) = (blue / weight, green / weight, red / weight);
                        target[3] = Math.Min(weight, 1);
                    }
                }
            }

            return coarse;
        }

        /// <summary>Completes what is unknown here with the bilinear enlargement of the coarser scale.</summary>
        public void Push(Level coarse)
        {
            for (int y = 0; y < height; y++)
            {
                (int top, int bottom, float down) = Between(y, coarse.Height);
                for (int x = 0; x < width; x++)
                {
                    Span<float> pixel = _data.AsSpan(((y * width) + x) * 4, 4);
                    if (pixel[3] >= 1)
                    {
                        continue;
                    }

                    (int left, int right, float across) = Between(x, coarse.Width);
                    for (int channel = 0; channel < 3; channel++)
                    {
                        float upper = Mix(coarse.At(left, top, channel), coarse.At(right, top, channel), across);
                        float lower = Mix(coarse.At(left, bottom, channel), coarse.At(right, bottom, channel), across);
                        pixel[channel] = Mix(Mix(upper, lower, down), pixel[channel], pixel[3]);
                    }

                    pixel[3] = 1;
                }
            }
        }

        public void Write(Mask hidden, PixelBox island, BgrImage destination)
        {
            for (int y = 0; y < height; y++)
            {
                Span<byte> row = destination.Row(island.Y + y).Slice(3 * island.X, 3 * island.Width);
                for (int x = 0; x < width; x++)
                {
                    if (hidden[island.X + x, island.Y + y])
                    {
                        for (int channel = 0; channel < 3; channel++)
                        {
                            row[(3 * x) + channel] = (byte)(At(x, y, channel) + 0.5f);
                        }
                    }
                }
            }
        }

        private float At(int x, int y, int channel) => _data[(((y * width) + x) * 4) + channel];

        private static float Mix(float a, float b, float share) => a + ((b - a) * share);

        /// <summary>The two coarse pixels around the centre of a fine one, and how far it is towards the second.</summary>
        private static (int First, int Second, float Share) Between(int fine, int coarseLength)
        {
            float position = ((fine + 0.5f) / 2) - 0.5f;
            int first = (int)MathF.Floor(position);
            return (Math.Max(first, 0), Math.Min(first + 1, coarseLength - 1), position - first);
        }
    }
}
