using System.Runtime.InteropServices;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>Bytes that the native library owns until this is disposed.</summary>
internal sealed class NativeBytes : SafeHandle
{
    public NativeBytes()
        : base(nint.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>A copy of the bytes.</summary>
    internal byte[] ToArray()
    {
        var copy = GC.AllocateUninitializedArray<byte>(checked((int)NativeMethods.BytesLength(this)));
        Marshal.Copy(NativeMethods.BytesData(this), copy, 0, copy.Length);
        return copy;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.BytesFree(handle);
        return true;
    }
}
