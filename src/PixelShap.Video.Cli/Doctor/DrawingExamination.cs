using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>Cairo, Pango and the fonts: what annotated videos, reviews and heat maps are drawn with.</summary>
internal sealed class DrawingExamination : IExamination
{
    private const string Area = "Drawing", Fonts = "fonts";
    private static readonly (string Family, string Package)[] Wanted = [("Inter", "fonts-inter"), ("DejaVu Sans", "fonts-dejavu-core")];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([.. Examine()]);

    private static IEnumerable<Finding> Examine()
    {
        IReadOnlyList<string> libraries = DrawingSetup.MissingLibraries();
        if (libraries.Count > 0)
        {
            yield return new Finding(Area, "Pango, Cairo", FindingState.Missing, $"without {string.Join(", ", libraries)}: nothing can be drawn") { Packages = ["libpangocairo-1.0-0"] };
            yield return new Finding(Area, Fonts, FindingState.Warning, "not known without Pango") { Packages = [.. Wanted.Select(font => font.Package)] };
            yield break;
        }

        yield return new Finding(Area, "Pango, Cairo", FindingState.Ok, "all libraries are there");
        (string Family, string Package)[] absent = [.. Wanted.Where(font => DrawingSetup.FamilyFor(font.Family) != font.Family)];
        string[] packages = [.. absent.Select(font => font.Package)];
        yield return DrawingSetup.FamilyFor(new SceneRendererOptions().FontFamilies) switch
        {
            null => new Finding(Area, Fonts, FindingState.Missing, "no font is installed: nothing can be written") { Packages = packages },
            _ when absent.Length == 0 => new Finding(Area, Fonts, FindingState.Ok, string.Join(", ", Wanted.Select(font => font.Family))),
            var taken => new Finding(Area, Fonts, FindingState.Warning, $"without {string.Join(", ", absent.Select(font => font.Family))}: {taken} is taken, and some signs may be boxes") { Packages = packages },
        };
    }
}
