using Serilog.Core;
using Serilog.Events;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows log events on the error output, above the progress display while there is one.</summary>
internal sealed class TerminalLog(IAnsiConsole console) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        string message = logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture);
        (string colour, string word) = logEvent.Level switch
        {
            LogEventLevel.Fatal or LogEventLevel.Error => ("red", "error"),
            LogEventLevel.Warning => ("yellow", "warning"),
            LogEventLevel.Information => ("grey", "info"),
            _ => ("grey", "debug"),
        };
        console.MarkupLine($"[{colour}]{word}:[/] {Markup.Escape(message)}");
    }
}
