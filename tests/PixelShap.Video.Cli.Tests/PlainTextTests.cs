using PixelShap.Video.Cli.Terminal;
using Spectre.Console;

namespace PixelShap.Video.Cli.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain text, ünïcödé 道 🚗\n", "plain text, ünïcödé 道 🚗\n")]
    [InlineData("\u001b[2Jgone", "\uFFFD[2Jgone")]
    [InlineData("bell\u0007 tab\t c1\u009b1m", "bell\uFFFD tab\uFFFD c1\uFFFD1m")]
    [InlineData("right\u202Eleft \u2066x\u2069 \u2028", "right\uFFFDleft \uFFFDx\uFFFD \uFFFD")]
    public void What_steers_a_terminal_is_replaced(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void Half_of_a_character_is_replaced() => Assert.Equal("half \uFFFD", PlainText.Of("half " + '\ud83d'));

    [Fact]
    public void Everything_that_a_console_prints_is_filtered_and_its_own_colours_stay()
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard });
        console.Pipeline.Attach(new PlainText());

        console.Write(new Table().AddColumn(Markup.Escape("a\u001b[31mb")).AddRow("c\u0007d"));
        console.MarkupLineInterpolated($"[red]error:[/] {"\u001b]0;title\u0007"}");

        Assert.DoesNotContain("\u0007", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0;", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a\u001b", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[91merror:", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_text_is_shortened_in_the_middle()
    {
        string text = ErrorOutput.Shortened("begin " + new string('x', 1_000_000) + " end");

        Assert.InRange(text.Length, 500, 1000);
        Assert.StartsWith("begin x", text, StringComparison.Ordinal);
        Assert.EndsWith("x end", text, StringComparison.Ordinal);
    }
}
