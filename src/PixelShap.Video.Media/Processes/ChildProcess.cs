using System.Diagnostics;
using System.Text;

namespace PixelShap.Video.Media.Processes;

/// <summary>
/// A child process that never outlives its owner: disposing kills and reaps it, and when this process dies, however it dies, the
/// kernel ends the child (see docs/decisions/0020-ffmpeg-as-child-process.md). Its standard error is always drained.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<int> _exited;
    private readonly Task _errorsDrained;
    private int _disposed;

    private ChildProcess(Process process, Task<int> exited, Action<string>? onErrorLine)
    {
        _process = process;
        _exited = exited;
        StandardInput = process.StandardInput.BaseStream;
        StandardOutput = process.StandardOutput.BaseStream;
        _errorsDrained = Errors.DrainAsync(process.StandardError, onErrorLine);
    }

    /// <summary>Where the child reads from; closed at the start unless it was asked for.</summary>
    public Stream StandardInput { get; }

    /// <summary>Where the child writes to.</summary>
    public Stream StandardOutput { get; }

    /// <summary>What the child said on its standard error.</summary>
    public ErrorLog Errors { get; } = new();

    // Language, dynamic linker, certificates, fonts and drivers.
    private static readonly string[] NeededPrefixes = ["LC_", "LD_", "SSL_CERT_", "XDG_", "FONTCONFIG_", "CUDA_", "NVIDIA_", "LIBVA_", "VDPAU_"];

    /// <summary>Starts a program.</summary>
    /// <param name="tools">Says what to start it through.</param>
    /// <param name="program">The full path of the program.</param>
    /// <param name="arguments">Its arguments, one by one: no shell is involved.</param>
    /// <param name="keepInput">Whether to leave the standard input open for writing.</param>
    /// <param name="onErrorLine">Called for every line on standard error, on a thread of the pool.</param>
    /// <param name="folder">Where it works; null for where this program does.</param>
    public static async Task<ChildProcess> StartAsync(
        FfmpegTools tools, string program, IEnumerable<string> arguments, bool keepInput = false, Action<string>? onErrorLine = null, string? folder = null)
    {
        var start = new ProcessStartInfo
        {
            FileName = tools.Launcher.Count > 0 ? tools.Launcher[0] : program,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        foreach (string argument in (string[])[.. tools.Launcher.Append(program).Skip(1), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // Keys of services stand in variables of any name, so a child gets only what it may need; what FFmpeg prints is read by a program here, whatever the
        // user's shell asks for.
        foreach (string name in start.Environment.Keys.Where(name => !IsNeeded(name)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var exited = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        // The kernel sends the parent-death signal when the *thread* that forked ends. A pool thread may end at any time, so each
        // child has a thread of its own that starts it and waits for it.
        new Thread(() => Run(start, started, exited), maxStackSize: 256 * 1024) { IsBackground = true, Name = Path.GetFileName(program) }.Start();

        Process process = await started.Task;
        var child = new ChildProcess(process, exited.Task, onErrorLine);
        if (keepInput)
        {
            PosixCalls.EnlargePipe(child.StandardInput);
        }
        else
        {
            child.StandardInput.Close();
        }

        PosixCalls.EnlargePipe(child.StandardOutput);
        return child;
    }

    /// <summary>Whether FFmpeg, what starts it or a driver under it reads a variable.</summary>
    private static bool IsNeeded(string name) =>
        name is "PATH" or "HOME" or "USER" or "TMPDIR" or "TEMP" or "TMP" or "LANG" or "TZ" or "DISPLAY" or "SYSTEMROOT" or "WINDIR" or "http_proxy" or "https_proxy" or "no_proxy"
            or "HTTP_PROXY" or "HTTPS_PROXY" or "NO_PROXY"
        || Array.Exists(NeededPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Waits until the child has ended and all it wrote to standard error has been read.</summary>
    /// <returns>The exit status; 128 + n when signal n ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _errorsDrained.WaitAsync(cancellationToken);
        return await _exited.WaitAsync(cancellationToken);
    }

    /// <summary>Asks the child to finish its output and end, and waits for it no longer than <paramref name="patience"/>.</summary>
    public async Task RequestExitAsync(TimeSpan patience, TimeProvider time)
    {
        if (_exited.IsCompleted)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            PosixCalls.RequestExit(_process.Id);
        }

        await Task.WhenAny(_exited, Task.Delay(patience, time));
    }

    /// <summary>Kills the child if it still runs, and reaps it. Does nothing the second time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (!_exited.IsCompleted)
        {
            _process.Kill();
        }

        await _exited;
        await _errorsDrained;
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        try
        {
            await StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // The child is gone and did not read what was left.
        }

        _process.Dispose();
    }

    private static void Run(ProcessStartInfo start, TaskCompletionSource<Process> started, TaskCompletionSource<int> exited)
    {
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            process.Dispose();
            started.SetException(new PixelShapException(
                ExitCode.Failed, $"{start.FileName} could not be started.", "Run `make setup`, or install FFmpeg again.", error));
            return;
        }

        started.SetResult(process);
        process.WaitForExit();
        exited.SetResult(process.ExitCode);
    }
}
