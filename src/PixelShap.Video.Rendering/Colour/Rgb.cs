namespace PixelShap.Video.Rendering.Colour;

/// <summary>An sRGB colour.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour written <c>0xRRGGBB</c>.</summary>
    public static Rgb FromHex(int hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <summary>The pixel of <see cref="Frames.PixelFormat.Bgr32"/>, read as a little-endian integer: <c>0xFFRRGGBB</c>.</summary>
    public uint Pixel => 0xFF000000u | (uint)Red << 16 | (uint)Green << 8 | Blue;

    /// <summary>The relative luminance of WCAG 2.1, 0 (black) to 1 (white).</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>The contrast ratio of WCAG 2.1, 1 (none) to 21 (black on white).</summary>
    public double ContrastWith(Rgb other)
    {
        double a = Luminance, b = other.Luminance;
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>A mixture: this colour at 0, <paramref name="other"/> at 1.</summary>
    public Rgb Mix(Rgb other, double share) =>
        new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    /// <summary>The linear light of an sRGB byte, 0 to 1 (IEC 61966-2-1).</summary>
    internal static double Linear(byte value)
    {
        double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static byte Mix(byte a, byte b, double share) => (byte)Math.Round(a + ((b - a) * share));
}
