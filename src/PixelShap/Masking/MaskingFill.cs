namespace PixelShap.Masking;

/// <summary>What hidden pixels are replaced with.</summary>
public enum MaskingFill
{
    /// <summary>Black.</summary>
    Black,

    /// <summary>The mean colour of the original image.</summary>
    Mean,

    /// <summary>A strong blur of the surroundings.</summary>
    Blur,

    /// <summary>Telea inpainting from the surroundings.</summary>
    Inpaint,
}
