using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>The two outputs of the program: results on the standard output, everything else on the error output.</summary>
internal static class Consoles
{
    // Lines that go to a file or a pipe are not wrapped.
    private const int Unwrapped = 1000;

    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected);

    public static IAnsiConsole Output() => Create(Console.Out, Console.IsOutputRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        console.Pipeline.Attach(new PlainText());
        if (redirected)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
}
