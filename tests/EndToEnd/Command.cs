using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PixelShap.EndToEnd;

/// <summary>The real command in a process of its own.</summary>
internal sealed partial class Command : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <summary>The command as it is delivered, beside the output folder of the tests, which holds what the tests need on top.</summary>
    public static string Program
    {
        get
        {
            var tests = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(tests.Parent!.Parent!.FullName, "PixelShap.Video.Cli", tests.Name, "PixelShap.Video.Cli.dll");
        }
    }

    private Command(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput);
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts <c>pixelshap</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set for it; null takes one away.</param>
    /// <param name="program">Another copy of the program; null for the usual one.</param>
    /// <param name="under">A program that starts it with other rights, and its arguments.</param>
    public static Command Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? program = null, IEnumerable<string>? under = null)
    {
        var start = new ProcessStartInfo("/usr/bin/env") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string word in under ?? [])
        {
            start.ArgumentList.Add(word);
        }

        start.ArgumentList.Add(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet");
        start.ArgumentList.Add(program ?? Program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The embedded network for everybody: what somebody has pulled or shares would change what is found.
        start.Environment["PIXELSHAP_MODELS"] = Path.Combine(AppContext.BaseDirectory, "no-pulled-models");
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new Command(process);
    }

    /// <summary>Runs <c>pixelshap</c> to its end.</summary>
    public static async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? program = null)
    {
        using Command command = Start(arguments, environment, program);
        return await command.WaitAsync();
    }

    public void SendInterrupt() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    public void SendTerminate() => Assert.Equal(0, Kill(_process.Id, Terminate));

    public void KillAtOnce() => _process.Kill();

    /// <summary>The first line that it prints; empty where it ends without.</summary>
    public Task<string> FirstLineAsync() => _firstLine.Task;

    public bool HasExited => _process.HasExited;

    private async Task<string> ReadAsync(StreamReader output)
    {
        string first = await output.ReadLineAsync() ?? "";
        _firstLine.SetResult(first);
        string rest = await output.ReadToEndAsync();
        return first.Length + rest.Length == 0 ? "" : $"{first}\n{rest}";
    }

    public async Task<CommandResult> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pixelshap has not ended after {Patience}: {await _error}");
        }

        return new CommandResult(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}

/// <summary>How the command ended and what it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
