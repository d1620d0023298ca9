using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Ports;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>The log of a run: everything to <c>log.jsonl</c>, what a person must know to the error output.</summary>
internal sealed class RunLog : IRunLog
{
    private readonly Logger _logger;
    private readonly SerilogLoggerFactory _factory;

    public RunLog(string path, IAnsiConsole console, bool verbose)
    {
        _logger = new LoggerConfiguration()
            .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .WriteTo.Sink(new TerminalLog(console), verbose ? LogEventLevel.Debug : LogEventLevel.Warning)
            .WriteTo.File(new JsonFormatter(renderMessage: true), path)
            .CreateLogger();
        _factory = new SerilogLoggerFactory(_logger);
    }

    public ILoggerFactory Factory => _factory;

    public Microsoft.Extensions.Logging.ILogger Logger => _factory.CreateLogger("pixelshap");

    public void Dispose()
    {
        _factory.Dispose();
        _logger.Dispose();
    }
}
