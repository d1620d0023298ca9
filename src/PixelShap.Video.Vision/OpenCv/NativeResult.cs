using System.Runtime.InteropServices;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Turns the codes of the native library into exceptions.</summary>
internal static class NativeResult
{
    /// <summary>Throws when <paramref name="code"/>, the result of the native call just made on this thread, is an error.</summary>
    internal static void Check(int code)
    {
        if (code == 0)
        {
            return;
        }

        string message = Marshal.PtrToStringUTF8(NativeMethods.LastError()) ?? "unknown error";
        throw code switch
        {
            3 => new InsufficientMemoryException(message),
            _ => new OpenCvException(message),
        };
    }
}
