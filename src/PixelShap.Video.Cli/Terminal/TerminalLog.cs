using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows log events on the error output, above the progress display while there is one.</summary>
internal sealed class TerminalLog(IAnsiConsole console) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Exception is not null)
        {
            // An exception ends the command, which says so in one sentence; the log file has the rest.
            return;
        }

        string message = string.Concat(logEvent.MessageTemplate.Tokens.Select(token => Text(token, logEvent)));
        (string colour, string word) = logEvent.Level switch
        {
            LogEventLevel.Fatal or LogEventLevel.Error => ("red", "error"),
            LogEventLevel.Warning => ("yellow", "warning"),
            LogEventLevel.Information => ("grey", "info"),
            _ => ("grey", "debug"),
        };
        console.MarkupLine($"[{colour}]{word}:[/] {Markup.Escape(ErrorOutput.Shortened(message))}");
    }

    /// <summary>Texts without the quotes that Serilog puts around them.</summary>
    private static string Text(MessageTemplateToken token, LogEvent logEvent)
    {
        if (token is PropertyToken property
            && logEvent.Properties.TryGetValue(property.PropertyName, out LogEventPropertyValue? value)
            && value is ScalarValue { Value: string text })
        {
            return text;
        }

        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        token.Render(logEvent.Properties, writer, System.Globalization.CultureInfo.InvariantCulture);
        return writer.ToString();
    }
}
