namespace PixelShap.Video.Rendering.Colour;

/// <summary>A colour in OKLCH, the polar form of Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020).</summary>
/// <param name="Lightness">Perceived lightness, 0 to 1.</param>
/// <param name="Chroma">Colourfulness, 0 (grey) to about 0.3.</param>
/// <param name="HueDegrees">The hue in degrees.</param>
internal readonly record struct Oklch(double Lightness, double Chroma, double HueDegrees)
{
    /// <summary>The colour in sRGB; what is outside the gamut loses chroma until it fits, so that lightness and hue stay.</summary>
    internal Rgb ToRgb()
    {
        for (double chroma = Chroma; chroma > 0; chroma -= 0.002)
        {
            if (TryConvert(chroma, out Rgb colour))
            {
                return colour;
            }
        }

        TryConvert(0, out Rgb grey);
        return grey;
    }

    private bool TryConvert(double chroma, out Rgb colour)
    {
        double radians = HueDegrees * Math.PI / 180;
        double a = chroma * Math.Cos(radians), b = chroma * Math.Sin(radians);
        double l = Cube(Lightness + (0.3963377774 * a) + (0.2158037573 * b));
        double m = Cube(Lightness - (0.1055613458 * a) - (0.0638541728 * b));
        double s = Cube(Lightness - (0.0894841775 * a) - (1.2914855480 * b));
        double red = (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s);
        double green = (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s);
        double blue = (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s);
        colour = new Rgb(Encode(red), Encode(green), Encode(blue));
        const double slack = 1e-4;
        return Math.Min(red, Math.Min(green, blue)) >= -slack && Math.Max(red, Math.Max(green, blue)) <= 1 + slack;
    }

    private static double Cube(double x) => x * x * x;

    private static byte Encode(double linear)
    {
        linear = Math.Clamp(linear, 0, 1);
        double value = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(value * 255);
    }
}
