using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Layout;

/// <summary>The colours of everything but the importance itself.</summary>
public sealed record SceneTheme
{
    /// <summary>The default: dark, so that the picture is the brightest thing.</summary>
    public static SceneTheme Dark { get; } = new();

    /// <summary>Behind the panel and beside a narrow picture. The default value is near black.</summary>
    public Rgb Background { get; init; } = Rgb.FromHex(0x0F1217);

    /// <summary>Behind the time strip.</summary>
    public Rgb Plot { get; init; } = Rgb.FromHex(0x161B22);

    /// <summary>Grid lines and borders.</summary>
    public Rgb Grid { get; init; } = Rgb.FromHex(0x2E3642);

    /// <summary>What is read first.</summary>
    public Rgb Text { get; init; } = Rgb.FromHex(0xF3F5F8);

    /// <summary>What is read second: captions, axis numbers, the name of the model.</summary>
    public Rgb MutedText { get; init; } = Rgb.FromHex(0x9AA5B4);

    /// <summary>What must not be overlooked.</summary>
    public Rgb WarningText { get; init; } = Rgb.FromHex(0xFF8A7A);

    /// <summary>Keyframe marks and the play head.</summary>
    public Rgb Accent { get; init; } = Rgb.FromHex(0xFFFFFF);

    /// <summary>The outline of an object that no keyframe has valued.</summary>
    public Rgb Unvalued { get; init; } = Rgb.FromHex(0xB4BAC4);

    /// <summary>Behind a label on the picture.</summary>
    public Rgb Label { get; init; } = Rgb.FromHex(0x0B0E13);
}
