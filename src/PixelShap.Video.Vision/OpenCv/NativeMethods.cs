using System.Runtime.InteropServices;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>The C ABI of <c>native/src/pixelshap_native.h</c>, function for function.</summary>
internal static partial class NativeMethods
{
    internal const int AbiVersion = 4;

    private const string Library = NativeLibraryLoader.LibraryName;

    static NativeMethods() => NativeLibraryLoader.Register();

    [LibraryImport(Library, EntryPoint = "pixelshap_abi_version")]
    internal static partial int GetAbiVersion();

    [LibraryImport(Library, EntryPoint = "pixelshap_opencv_version")]
    internal static partial nint OpenCvVersion();

    [LibraryImport(Library, EntryPoint = "pixelshap_last_error")]
    internal static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "pixelshap_bytes_data")]
    internal static partial nint BytesData(NativeBytes bytes);

    [LibraryImport(Library, EntryPoint = "pixelshap_bytes_length")]
    internal static partial nuint BytesLength(NativeBytes bytes);

    [LibraryImport(Library, EntryPoint = "pixelshap_bytes_free")]
    internal static partial void BytesFree(nint bytes);

    [LibraryImport(Library, EntryPoint = "pixelshap_encode_jpeg")]
    internal static partial int EncodeJpeg(
        ref readonly byte pixels, int width, int height, int stride, int channels, int quality, out NativeBytes result);

    [LibraryImport(Library, EntryPoint = "pixelshap_encode_png")]
    internal static partial int EncodePng(
        ref readonly byte pixels, int width, int height, int stride, int channels, int compression, out NativeBytes result);

    [LibraryImport(Library, EntryPoint = "pixelshap_decode")]
    internal static partial int Decode(
        ref readonly byte data, nuint length, int channels, out int width, out int height, out NativeBytes result);

    [LibraryImport(Library, EntryPoint = "pixelshap_resize")]
    internal static partial int Resize(
        ref readonly byte source, int sourceWidth, int sourceHeight, int sourceStride, int channels,
        ref byte target, int targetWidth, int targetHeight, int targetStride, int method);

    [LibraryImport(Library, EntryPoint = "pixelshap_shrink_to_grey")]
    internal static partial int ShrinkToGrey(
        ref readonly byte source, int sourceWidth, int sourceHeight, int sourceStride,
        ref byte target, int targetWidth, int targetHeight, int targetStride);

    [LibraryImport(Library, EntryPoint = "pixelshap_fill_polygons")]
    internal static partial int FillPolygons(
        ref byte map, int width, int height, int stride, ref readonly int points, ref readonly int lengths, int polygonCount, byte value);

    [LibraryImport(Library, EntryPoint = "pixelshap_remove_small_regions")]
    internal static partial int RemoveSmallRegions(ref byte map, int width, int height, int stride, int minArea);

    [LibraryImport(Library, EntryPoint = "pixelshap_inpaint_telea")]
    internal static partial int InpaintTelea(
        ref byte pixels, int width, int height, int stride, ref readonly byte mask, int maskStride, double radius);

    [LibraryImport(Library, EntryPoint = "pixelshap_flow_create")]
    internal static partial int FlowCreate(int finestScale, int patchStride, int iterations, out NativeFlow result);

    [LibraryImport(Library, EntryPoint = "pixelshap_flow_free")]
    internal static partial void FlowFree(nint flow);

    [LibraryImport(Library, EntryPoint = "pixelshap_flow_calculate")]
    internal static partial int FlowCalculate(
        NativeFlow flow, ref readonly byte from, ref readonly byte to, int width, int height, int stride, ref float result);

    [LibraryImport(Library, EntryPoint = "pixelshap_camera_motion")]
    internal static partial int CameraMotion(
        ref readonly byte from, ref readonly byte to, int width, int height, int stride,
        ref readonly byte excluded, int excludedStride, int maxCorners, ref double affine, out int inliers);
}
