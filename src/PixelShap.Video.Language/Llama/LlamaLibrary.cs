using System.Runtime.InteropServices;
using LLama.Native;

namespace PixelShap.Video.Language.Llama;

/// <summary>The native libraries of llama.cpp beside the program, which the build brings in when it is told to.</summary>
public static class LlamaLibrary
{
    private const string Pictures = "libmtmd.so";

    // Native code calls them as long as the process lives.
    private static readonly NativeLogConfig.LLamaLogCallback TextListener = (level, text) => Hear((int)level, text);
    private static readonly PictureLog PictureListener = (level, text, _) => Hear(level, Marshal.PtrToStringUTF8(text) ?? "");
    private static readonly Lazy<bool> Started = new(Start);

    [ThreadStatic]
    private static string? _complaint;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void PictureLog(int level, nint text, nint user);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetPictureLog(PictureLog listener, nint user);

    /// <summary>Whether models in GGUF can run on this machine.</summary>
    public static bool IsThere => Directory.Exists(Folder) && Directory.EnumerateFiles(Folder, Pictures, SearchOption.AllDirectories).Any();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "runtimes");

    /// <summary>Does something with the library; what it complains of meanwhile, on this thread, comes with the exception.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="failed">Makes the exception of the reason: half a sentence.</param>
    /// <exception cref="PixelShapException">The library is missing, or could not do it.</exception>
    internal static T Try<T>(Func<T> work, Func<string, Exception, PixelShapException> failed)
    {
        _ = IsThere ? Started.Value : throw NotBuiltIn("its native library (libllama.so) is not beside the program", null);
        _complaint = null;
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw NotBuiltIn("its native library (libllama.so) does not load on this machine", exception);
        }
        catch (Exception exception) when (exception is not (PixelShapException or OperationCanceledException))
        {
            string complaint = _complaint ?? exception.Message;
            throw failed(LlamaFault.Of(complaint), new InvalidDataException(complaint, exception));
        }
    }

    private static PixelShapException NotBuiltIn(string reason, Exception? cause) => new(
        ExitCode.Usage,
        $"vlm.provider is '{LlamaProvider.Name}', but llama.cpp is not there: {reason}.",
        "Build it in with `make build LLama=true` (42 MB to fetch), or choose another vlm.provider.",
        cause);

    /// <summary>Lets the library say nothing on the error output, and look for its parts beside the program before it looks anywhere else.</summary>
    private static bool Start()
    {
        try
        {
            NativeLibraryConfig.All.WithSearchDirectory(AppContext.BaseDirectory).WithCuda(false).WithVulkan(false);
            NativeLogConfig.llama_log_set(TextListener);
            NativeApi.llama_empty_call();

            // LLamaSharp has no way to set the log of the part that looks at pictures. It has loaded that part by now, which is then found by its name.
            if (NativeApi.MtmdDefaultMarker() is not null && NativeLibrary.TryLoad(Pictures, out nint pictures) && NativeLibrary.TryGetExport(pictures, "mtmd_helper_log_set", out nint function))
            {
                Marshal.GetDelegateForFunctionPointer<SetPictureLog>(function)(PictureListener, 0);
            }

            return true;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw NotBuiltIn("its native library (libllama.so) does not load on this machine", exception);
        }
    }

    /// <summary>Keeps the first thing that went wrong: it says why, the later ones only that.</summary>
    private static void Hear(int level, string text)
    {
        if (level == (int)LLamaLogLevel.Error && _complaint is null && text.ReplaceLineEndings(" ").Trim().TrimEnd('.', ' ') is { Length: > 0 } complaint)
        {
            // "clip_init: what is wrong": the name of the function tells a user nothing.
            int colon = complaint.IndexOf(": ", StringComparison.Ordinal);
            _complaint = colon > 0 && complaint.AsSpan(0, colon).IndexOf(' ') < 0 ? complaint[(colon + 2)..] : complaint;
        }
    }
}
