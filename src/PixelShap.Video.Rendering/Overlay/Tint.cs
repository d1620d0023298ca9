using System.Runtime.CompilerServices;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>
/// Tints the pixels of an object: each is mixed with the colour shaded by the pixel's own lightness, so that windows, wheels and
/// folds stay visible under the colour.
/// </summary>
internal readonly ref struct Tint
{
    // From which lightness of the pixel on the colour is the lit one; brighter pixels lighten it towards white.
    private const double Lit = 190;

    private readonly Span<uint> _shades;
    private readonly uint _weight;

    /// <summary>Prepares a tint.</summary>
    /// <param name="colour">The colour on lit surfaces.</param>
    /// <param name="shadow">The colour on dark surfaces.</param>
    /// <param name="opacity">How much of the pixel it replaces, 0 to 1.</param>
    /// <param name="shades">Working space of 256 entries.</param>
    internal Tint(Rgb colour, Rgb shadow, double opacity, Span<uint> shades)
    {
        Rgb highlight = colour.Mix(new Rgb(255, 255, 255), 0.3);
        _weight = (uint)Math.Round(Math.Clamp(opacity, 0, 1) * 256);
        _shades = shades;
        for (int i = 0; i < 256; i++)
        {
            shades[i] = (i < Lit ? shadow.Mix(colour, i / Lit) : colour.Mix(highlight, (i - Lit) / (255 - Lit))).Pixel;
        }
    }

    /// <summary>Tints the pixels of <paramref name="mask"/>.</summary>
    internal void Paint(PictureView picture, Mask mask)
    {
        if (_weight == 0)
        {
            return;
        }

        foreach (MaskRun run in mask.Runs)
        {
            Paint(picture.Row(run.Y).Slice(run.X, run.Length));
        }
    }

    /// <summary>Tints the pixels of <paramref name="box"/>.</summary>
    internal void Paint(PictureView picture, PixelBox box)
    {
        for (int y = box.Y; _weight > 0 && y < box.Bottom; y++)
        {
            Paint(picture.Row(y).Slice(box.X, box.Width));
        }
    }

    /// <summary>Two colour channels are mixed in one multiplication: 8 bits of value and 8 of fraction each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Mix(uint pixel, uint colour, uint weight)
    {
        uint rest = 256 - weight;
        uint redBlue = (((pixel & 0xFF00FF) * rest) + ((colour & 0xFF00FF) * weight) + 0x800080) >> 8;
        uint green = (((pixel & 0x00FF00) * rest) + ((colour & 0x00FF00) * weight) + 0x008000) >> 8;
        return 0xFF000000u | (redBlue & 0xFF00FF) | (green & 0x00FF00);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Paint(Span<uint> pixels)
    {
        Span<uint> shades = _shades[..256];
        uint weight = _weight;
        foreach (ref uint pixel in pixels)
        {
            uint p = pixel;
            uint lightness = ((p & 0xFF) * 29 + (p >> 8 & 0xFF) * 150 + (p >> 16 & 0xFF) * 77) >> 8;
            pixel = Mix(p, shades[(byte)lightness], weight);
        }
    }
}
