using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace PixelShap.Video.Media.Processes;

/// <summary>The two system calls that .NET has no API for.</summary>
internal static partial class PosixCalls
{
    private const int SetPipeSize = 1031;
    private const int Terminate = 15;

    /// <summary>Asks the kernel for a larger pipe (Linux; 1 MiB is what a user without privileges gets). Without it each read yields at most 64 KiB.</summary>
    public static void EnlargePipe(Stream stream)
    {
        if (OperatingSystem.IsLinux() && stream is PipeStream pipe)
        {
            // Best effort: a refusal costs speed only.
            _ = FileControl(pipe.SafePipeHandle, SetPipeSize, 1 << 20);
        }
    }

    /// <summary>Asks a process to end, so that it can finish its output.</summary>
    public static void RequestExit(int processId) => _ = Kill(processId, Terminate);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
