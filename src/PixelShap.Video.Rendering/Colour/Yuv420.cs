using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PixelShap.Video.Rendering.Colour;

/// <summary>
/// Converts between <see cref="Frames.PixelFormat.Yuv420"/> and 32-bit pixels with the coefficients of BT.709 (limited range). Chroma is repeated on the way
/// out and averaged over 2×2 pixels on the way back, so that what was not drawn on comes back as it was, within the rounding of 8 bits. Vectors of
/// AVX2 where there are any; the same arithmetic elsewhere.
/// </summary>
internal static class Yuv420
{
    // Out: products in 1/32, factors of a value times 128 as MultiplyHighRoundScale takes them.
    private const short Luma = 9539, RedV = 14686, GreenU = -1747, GreenV = -4366, BlueU = 17305;

    // Back: in 1/32768.
    private const short YBlue = 2032, YGreen = 20127, YRed = 5983;
    private const short UBlue = 14392, UGreen = -11094, URed = -3298;
    private const short VBlue = -1320, VGreen = -13072, VRed = 14392;

    /// <summary>The bytes of a picture.</summary>
    internal static int ByteCount(int width, int height) => (width * height) + (2 * Half(width) * Half(height));

    /// <summary>Draws a picture.</summary>
    /// <param name="yuv">The planes Y, U, V.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Where to.</param>
    /// <param name="stride">Pixels from one row to the next there.</param>
    /// <param name="x">The first column there.</param>
    /// <param name="y">The first row there.</param>
    internal static void ToPixels(ReadOnlySpan<byte> yuv, int width, int height, Span<uint> pixels, int stride, int x, int y)
    {
        int half = Half(width), chroma = width * height;
        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<byte> luma = yuv.Slice(row * width, width);
            ReadOnlySpan<byte> u = yuv.Slice(chroma + (row / 2 * half), half), v = yuv.Slice(chroma + (half * Half(height)) + (row / 2 * half), half);
            Span<uint> target = pixels.Slice(((y + row) * stride) + x, width);
            int done = Avx2.IsSupported ? ToPixels(luma, u, v, target) : 0;
            for (int column = done; column < width; column++)
            {
                target[column] = ToPixel(luma[column], u[column / 2], v[column / 2]);
            }
        }
    }

    /// <summary>Converts some rows of a picture back.</summary>
    /// <param name="pixels">The whole picture with packed rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="from">The first row, even.</param>
    /// <param name="to">The row behind the last; even, or the height.</param>
    /// <param name="yuv">The planes of the whole picture.</param>
    internal static void FromPixels(ReadOnlySpan<uint> pixels, int width, int height, int from, int to, Span<byte> yuv)
    {
        int half = Half(width), chroma = width * height;
        for (int row = from; row < to; row += 2)
        {
            int below = Math.Min(row + 1, height - 1);
            ReadOnlySpan<uint> first = pixels.Slice(row * width, width), second = pixels.Slice(below * width, width);
            Span<byte> luma = yuv.Slice(row * width, width), next = yuv.Slice(below * width, width);
            Span<byte> u = yuv.Slice(chroma + (row / 2 * half), half), v = yuv.Slice(chroma + (half * Half(height)) + (row / 2 * half), half);
            int done = Avx2.IsSupported ? FromPixels(first, second, luma, next, u, v) : 0;
            for (int column = done; column < width; column += 2)
            {
                int beside = Math.Min(column + 1, width - 1);
                luma[column] = ToLuma(first[column]);
                luma[beside] = ToLuma(first[beside]);
                next[column] = ToLuma(second[column]);
                next[beside] = ToLuma(second[beside]);
                (u[column / 2], v[column / 2]) = ToChroma(first[column], first[beside], second[column], second[beside]);
            }
        }
    }

    private static int Half(int length) => (length + 1) >> 1;

    private static uint ToPixel(byte y, byte u, byte v)
    {
        int luma = Scale(y - 16, Luma), d = u - 128, e = v - 128;
        int blue = (luma + Scale(d, BlueU) + 16) >> 5, red = (luma + Scale(e, RedV) + 16) >> 5;
        int green = (luma + Scale(d, GreenU) + Scale(e, GreenV) + 16) >> 5;
        return 0xFF000000u | (uint)Math.Clamp(red, 0, 255) << 16 | (uint)Math.Clamp(green, 0, 255) << 8 | (uint)Math.Clamp(blue, 0, 255);
    }

    private static int Scale(int value, int factor) => ((value * 128 * factor) + 0x4000) >> 15;

    private static byte ToLuma(uint p)
    {
        int blue = (int)(p & 0xFF), green = (int)(p >> 8 & 0xFF), red = (int)(p >> 16 & 0xFF);
        return (byte)(((blue * YBlue) + (green * YGreen) + (red * YRed) + (16 << 15) + (1 << 14)) >> 15);
    }

    private static (byte U, byte V) ToChroma(uint a, uint b, uint c, uint d)
    {
        int blue = Sum(0), green = Sum(8), red = Sum(16);
        int u = (blue * UBlue) + (green * UGreen) + (red * URed), v = (blue * VBlue) + (green * VGreen) + (red * VRed);
        return ((byte)((u + (128 << 17) + (1 << 16)) >> 17), (byte)((v + (128 << 17) + (1 << 16)) >> 17));

        int Sum(int shift) => (int)((a >> shift & 0xFF) + (b >> shift & 0xFF) + (c >> shift & 0xFF) + (d >> shift & 0xFF));
    }

    /// <summary>Sixteen pixels at a time.</summary>
    /// <returns>The number of pixels converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ToPixels(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, Span<uint> target)
    {
        Vector256<short> lumaFactor = Vector256.Create(Luma), redV = Vector256.Create(RedV), greenU = Vector256.Create(GreenU);
        Vector256<short> greenV = Vector256.Create(GreenV), blueU = Vector256.Create(BlueU), round = Vector256.Create((short)16);
        Vector256<short> low = Vector256<short>.Zero, high = Vector256.Create((short)255), opaque = Vector256.Create(unchecked((short)0xFF00));
        int x = 0;
        for (; x + 16 <= luma.Length; x += 16)
        {
            Vector256<short> y = Avx2.ConvertToVector256Int16(Vector128.Create(luma.Slice(x, 16))) - Vector256.Create((short)16);
            Vector256<short> d = Twice(u, x / 2), e = Twice(v, x / 2);
            Vector256<short> c = Avx2.MultiplyHighRoundScale(Vector256.ShiftLeft(y, 7), lumaFactor) + round;
            Vector256<short> red = Shown(c + Avx2.MultiplyHighRoundScale(e, redV));
            Vector256<short> green = Shown(c + Avx2.MultiplyHighRoundScale(d, greenU) + Avx2.MultiplyHighRoundScale(e, greenV));
            Vector256<short> blue = Shown(c + Avx2.MultiplyHighRoundScale(d, blueU));
            Vector256<short> lower = blue | Vector256.ShiftLeft(green, 8), upper = red | opaque;
            Vector256<short> evens = Avx2.UnpackLow(lower, upper), odds = Avx2.UnpackHigh(lower, upper);
            Avx2.Permute2x128(evens, odds, 0x20).AsUInt32().CopyTo(target[x..]);
            Avx2.Permute2x128(evens, odds, 0x31).AsUInt32().CopyTo(target[(x + 8)..]);
        }

        return x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector256<short> Shown(Vector256<short> value) => Vector256.Min(Vector256.Max(Vector256.ShiftRightArithmetic(value, 5), low), high);
    }

    /// <summary>Eight chroma values, each twice, as differences from 128 times 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Twice(ReadOnlySpan<byte> plane, int at)
    {
        var eight = Vector128.CreateScalar(MemoryMarshal.Read<ulong>(plane.Slice(at, 8))).AsByte();
        return Vector256.ShiftLeft(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(eight, eight)) - Vector256.Create((short)128), 7);
    }

    /// <summary>Sixteen pixels of two rows at a time.</summary>
    /// <returns>The number of pixels of a row converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FromPixels(
        ReadOnlySpan<uint> first, ReadOnlySpan<uint> second, Span<byte> luma, Span<byte> next, Span<byte> u, Span<byte> v)
    {
        Vector256<short> toY = Factors(YBlue, YGreen, YRed), toU = Factors(UBlue, UGreen, URed), toV = Factors(VBlue, VGreen, VRed);
        Vector256<int> lumaOffset = Vector256.Create((16 << 15) + (1 << 14)), chromaOffset = Vector256.Create((128 << 17) + (1 << 16));
        int x = 0;
        for (; x + 16 <= first.Length; x += 16)
        {
            Vector256<byte> a = Vector256.Create(first.Slice(x, 8)).AsByte(), b = Vector256.Create(first.Slice(x + 8, 8)).AsByte();
            Vector256<byte> c = Vector256.Create(second.Slice(x, 8)).AsByte(), d = Vector256.Create(second.Slice(x + 8, 8)).AsByte();
            Vector256<short> aLow = Low(a), aHigh = High(a), bLow = Low(b), bHigh = High(b), cLow = Low(c), cHigh = High(c), dLow = Low(d), dHigh = High(d);
            Bytes(Sums(aLow, aHigh, toY), Sums(bLow, bHigh, toY), lumaOffset).CopyTo(luma[x..]);
            Bytes(Sums(cLow, cHigh, toY), Sums(dLow, dHigh, toY), lumaOffset).CopyTo(next[x..]);
            (aLow, aHigh, bLow, bHigh) = (aLow + cLow, aHigh + cHigh, bLow + dLow, bHigh + dHigh);
            Chroma(Sums(aLow, aHigh, toU), Sums(bLow, bHigh, toU), chromaOffset, u, x / 2);
            Chroma(Sums(aLow, aHigh, toV), Sums(bLow, bHigh, toV), chromaOffset, v, x / 2);
        }

        return x;
    }

    private static Vector256<short> Factors(short blue, short green, short red) =>
        Vector256.Create(blue, green, red, 0, blue, green, red, 0, blue, green, red, 0, blue, green, red, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Low(Vector256<byte> pixels) => Avx2.UnpackLow(pixels, Vector256<byte>.Zero).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> High(Vector256<byte> pixels) => Avx2.UnpackHigh(pixels, Vector256<byte>.Zero).AsInt16();

    /// <summary>One sum for each of eight pixels, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sums(Vector256<short> low, Vector256<short> high, Vector256<short> factors) =>
        Avx2.HorizontalAdd(Avx2.MultiplyAddAdjacent(low, factors), Avx2.MultiplyAddAdjacent(high, factors));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector256<int> first, Vector256<int> second, Vector256<int> offset)
    {
        Vector256<short> shorts = Avx2.PackSignedSaturate(
            Vector256.ShiftRightArithmetic(first + offset, 15), Vector256.ShiftRightArithmetic(second + offset, 15));
        Vector256<short> ordered = Avx2.Permute4x64(shorts.AsInt64(), 0b11_01_10_00).AsInt16();
        return Sse2.PackUnsignedSaturate(ordered.GetLower(), ordered.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chroma(Vector256<int> first, Vector256<int> second, Vector256<int> offset, Span<byte> plane, int at)
    {
        Vector256<int> pairs = Avx2.HorizontalAdd(first, second);
        Vector256<int> values = Vector256.ShiftRightArithmetic(Avx2.Permute4x64(pairs.AsInt64(), 0b11_01_10_00).AsInt32() + offset, 17);
        Vector128<short> shorts = Sse2.PackSignedSaturate(values.GetLower(), values.GetUpper());
        Vector128<byte> bytes = Sse2.PackUnsignedSaturate(shorts, shorts);
        MemoryMarshal.Write(plane.Slice(at, 8), bytes.AsUInt64().ToScalar());
    }
}
