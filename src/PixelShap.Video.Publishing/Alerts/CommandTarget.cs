using System.ComponentModel;
using System.Diagnostics;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Alerts;

/// <summary>Starts a program for each event. It gets the JSON on its standard input and the most important of it in variables; no shell is involved.</summary>
/// <param name="program">The program.</param>
internal sealed class CommandTarget(string program) : IAlertTarget
{
    public string Name => "command";

    public async Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["PIXELSHAP_EVENT_ID"] = message.Id;
        start.Environment["PIXELSHAP_EVENT_CAMERA"] = message.Camera;
        start.Environment["PIXELSHAP_EVENT_KIND"] = message.Kind;
        using Process process = Start(start);
        try
        {
            try
            {
                await process.StandardInput.WriteAsync((message.Json + "\n").AsMemory(), cancellationToken);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // A program need not read.
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{program} cannot be started: {exception.Message}", exception);
        }
    }
}
