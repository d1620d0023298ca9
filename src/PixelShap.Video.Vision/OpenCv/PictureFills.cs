using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Every fill by name: <see cref="Fills"/>, and those that need an image library. A new one of these is a class and a line here.</summary>
public static class PictureFills
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FillEntry> All { get; } =
    [
        .. Fills.All,
        new("inpaint", "what its surroundings go on as, after Telea", static () => new InpaintFill()),
    ];

    /// <summary>Creates a fill.</summary>
    /// <exception cref="PixelShapException">There is none of that name.</exception>
    public static IFill Create(string name) => All.FirstOrDefault(entry => entry.Name == name)?.Create() ?? throw new PixelShapException(
        ExitCode.Usage, $"There is no fill '{name}'.", $"Set attribution.fill to one of {string.Join(", ", All.Select(entry => entry.Name))}.");
}
