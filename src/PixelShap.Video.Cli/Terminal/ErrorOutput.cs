using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Tells a person what went wrong, on the error output.</summary>
internal static class ErrorOutput
{
    private const int Longest = 900;

    public static void Write(string message, string remedy)
    {
        IAnsiConsole console = Consoles.Error();
        console.MarkupLineInterpolated($"[red]error:[/] {Shortened(message)}");
        console.MarkupLineInterpolated($"       {Shortened(remedy)}");
    }

    /// <summary>Of a very long text, which quotes an input whole, the beginning and the end.</summary>
    internal static string Shortened(string text) => text.Length <= Longest ? text : $"{text[..(Longest * 2 / 3)]} […] {text[^(Longest / 3)..]}";
}
