using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Tells a person what went wrong, on the error output.</summary>
internal static class ErrorOutput
{
    public static void Write(string message, string remedy)
    {
        IAnsiConsole console = Consoles.Error();
        console.MarkupLineInterpolated($"[red]error:[/] {message}");
        console.MarkupLineInterpolated($"       {remedy}");
    }
}
