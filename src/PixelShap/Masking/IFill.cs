namespace PixelShap.Masking;

/// <summary>Replaces hidden pixels.</summary>
public interface IFill
{
    /// <summary>The name in configuration and reports, for example <c>black</c>.</summary>
    string Name { get; }

    /// <summary>Overwrites the hidden pixels of <paramref name="destination"/>, which is a copy of <paramref name="source"/>, and no others.
    /// May be called from several threads at the same time.</summary>
    /// <param name="source">The original image.</param>
    /// <param name="hidden">The hidden pixels, at least one.</param>
    /// <param name="destination">The image to write to; other memory than the source.</param>
    void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination);
}
