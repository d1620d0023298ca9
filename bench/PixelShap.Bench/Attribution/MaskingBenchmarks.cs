using BenchmarkDotNet.Attributes;
using PixelShap.Games;
using PixelShap.Masking;

namespace PixelShap.Bench.Attribution;

/// <summary>What it costs to render a masked 1280×720 image of ten objects, beside copying the frame.</summary>
[MemoryDiagnoser]
public class MaskingBenchmarks
{
    private const int Width = 1280;
    private const int Height = 720;

    private readonly BgrImage _source = New();
    private readonly BgrImage _target = New();
    private readonly Coalition _visible = new(0b01010_10101);
    private readonly Masker _black = new(Objects(), MaskingRegion.Bboa, ColourFill.Black);
    private readonly Masker _blur = new(Objects(), MaskingRegion.Bboa, new BlurFill());

    [Benchmark(Baseline = true)]
    public void Copy() => _target.CopyFrom(_source);

    [Benchmark]
    public void BboaBlack() => _black.Render(_source, _visible, _target);

    [Benchmark]
    public void BboaBlackAllHidden() => _black.Render(_source, Coalition.Empty, _target);

    [Benchmark]
    public void BboaBlur() => _blur.Render(_source, _visible, _target);

    /// <summary>Ten ellipses, 80 to 350 pixels wide, some of which overlap.</summary>
    private static IEnumerable<Mask> Objects()
    {
        for (int i = 0; i < 10; i++)
        {
            int width = 80 + (30 * i), height = 60 + (20 * i), left = 100 * i, top = 220 + (17 * (i % 4));
            var map = new byte[width * height];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double u = ((2.0 * x) / width) - 1, v = ((2.0 * y) / height) - 1;
                    map[(y * width) + x] = (u * u) + (v * v) < 1 ? (byte)1 : (byte)0;
                }
            }

            yield return Mask.FromBytes(Width, Height, new PixelBox(Math.Min(left, Width - width), top, width, height), map, width);
        }
    }

    private static BgrImage New() => new(new byte[Width * Height * 3], Width, Height, Width * 3);
}
