using PixelShap.Video.Rendering.Drawing;

namespace PixelShap.Video.Rendering.Tests;

public sealed class TypesetterTests : IDisposable
{
    private readonly Typesetter _typesetter = new("Inter,DejaVu Sans,sans-serif");

    public void Dispose() => _typesetter.Dispose();

    [Theory]
    [InlineData("A truck is close ahead in the same lane, and a pedestrian waits at the kerb on the right hand side of the road.")]
    [InlineData("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")]
    [InlineData("شاحنة بيضاء أمامك في نفس المسار على مسافة متوسطة، وحافلة على الجانب الأيمن من الطريق.")]
    [InlineData("前方同一车道有一辆白色卡车,距离中等,正在远离。右侧路边停着一辆公共汽车。")]
    public void Text_stays_within_its_width_and_lines(string text)
    {
        foreach (int width in (int[])[60, 150, 400])
        {
            using TextBlock block = _typesetter.Set([new TextSpan(text)], 14, FontWeight.Regular, width, lines: 3);
            Assert.InRange(block.X, 0, width);
            Assert.InRange(block.X + block.Width, 1, width + 0.5);
            Assert.InRange(block.Lines, 1, 3);
            Assert.InRange(block.Height, 10, 3 * 14 * 1.8);
        }
    }

    [Fact]
    public void Figures_have_one_width()
    {
        double[] widths = [.. "0123456789".Select(digit =>
        {
            using TextBlock block = _typesetter.Set($"+0.{digit}{digit}", 13, FontWeight.SemiBold);
            return block.Width;
        })];
        Assert.All(widths, width => Assert.Equal(widths[0], width, 3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b\u0007c\r\nd\te")]
    [InlineData("\ud800 lone surrogate")]
    [InlineData("\u202e\u2066 unfinished embedding")]
    [InlineData("<b>&amp; not markup</b> %s %n")]
    public void Any_string_can_be_set(string text)
    {
        using TextBlock block = _typesetter.Set(text, 12, FontWeight.Regular, 200);
        Assert.Equal(1, block.Lines);
    }

    [Fact]
    public void A_text_of_a_million_characters_is_cut_before_it_is_shaped()
    {
        using TextBlock cut = _typesetter.Set([new TextSpan(new string('x', 1_000_000))], 12, FontWeight.Regular, width: null, lines: 1);
        using TextBlock longest = _typesetter.Set(new string('x', Typesetter.MaximumLength), 12, FontWeight.Regular);
        Assert.Equal(longest.Width, cut.Width);
    }

    [Fact]
    public void Characters_without_a_glyph_are_counted()
    {
        using TextBlock known = _typesetter.Set("Grüße, мир, κόσμε", 12, FontWeight.Regular);
        using TextBlock unknown = _typesetter.Set("\U000F1234\U000F1235", 12, FontWeight.Regular);
        Assert.Equal(0, known.UnknownGlyphs);
        Assert.Equal(2, unknown.UnknownGlyphs);
    }

    [Fact]
    public void A_missing_library_is_named_with_its_remedy()
    {
        var error = Assert.Throws<PixelShapException>(() => NativeLibraries.Require(["libcairo.so.2", "libno-such-library.so.9"]));
        Assert.Contains("libno-such-library.so.9", error.Message);
        Assert.Contains("libpangocairo-1.0-0", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
    }
}
