namespace PixelShap.Masking;

/// <summary>The fills that need no image library.</summary>
public static class Fills
{
    /// <summary>Creates a fill.</summary>
    /// <exception cref="ArgumentException">The fill is <see cref="MaskingFill.Inpaint"/>, which needs OpenCV and is made elsewhere.</exception>
    public static IFill Create(MaskingFill fill) => fill switch
    {
        MaskingFill.Black => ColourFill.Black,
        MaskingFill.Mean => ColourFill.Mean,
        MaskingFill.Blur => new BlurFill(),
        _ => throw new ArgumentException($"The fill {fill} is not made here: it needs an image library.", nameof(fill)),
    };
}
