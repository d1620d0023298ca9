using System.Runtime.InteropServices;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>A native optical flow object with its working memory.</summary>
internal sealed class NativeFlow : SafeHandle
{
    public NativeFlow()
        : base(nint.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FlowFree(handle);
        return true;
    }
}
