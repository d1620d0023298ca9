using System.Text.RegularExpressions;
using PixelShap.Video.Runs;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Tells a person what went wrong, on the error output.</summary>
internal static partial class ErrorOutput
{
    private const int Longest = 900;

    /// <summary>The variable that shows the texts of .NET and of libraries behind an error; for whoever reports a mistake or mends a model.</summary>
    public const string DetailsVariable = "PIXELSHAP_DETAILS";

    public static void Write(string message, string remedy, Exception? cause = null)
    {
        IAnsiConsole console = Consoles.Error();
        console.MarkupLineInterpolated($"[red]error:[/] {Shortened(message)}");
        console.MarkupLineInterpolated($"       {Shortened(remedy)}");
        if (cause is not null && Environment.GetEnvironmentVariable(DetailsVariable) is { Length: > 0 })
        {
            console.WriteLine(Addresses().Replace(cause.ToString(), address => Redacted.Address(address.Value)));
        }
    }

    /// <summary>Of a very long text, which quotes an input whole, the beginning and the end.</summary>
    internal static string Shortened(string text) => text.Length <= Longest ? text : $"{text[..(Longest * 2 / 3)]} […] {text[^(Longest / 3)..]}";

    [GeneratedRegex(@"[^\s'""]+://[^\s'""]+")]
    private static partial Regex Addresses();
}
