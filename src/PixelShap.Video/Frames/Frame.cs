using PixelShap.Masking;
using PixelShap.Video.Time;

namespace PixelShap.Video.Frames;

/// <summary>
/// One decoded picture with its time. The pixels come from a <see cref="FramePool"/> and go back to it when the last owner
/// disposes the frame: whoever passes a frame on without giving it up calls <see cref="Retain"/> first.
/// </summary>
public sealed class Frame : IDisposable
{
    private readonly FramePool _pool;
    private byte[]? _buffer;
    private int _owners = 1;

    internal Frame(FramePool pool, byte[] buffer, FrameHeader header)
    {
        _pool = pool;
        _buffer = buffer;
        Header = header;
    }

    /// <summary>Everything but the pixels.</summary>
    public FrameHeader Header { get; }

    /// <summary>The number of this frame in the run, from 0. Frames dropped before analysis leave gaps.</summary>
    public long Index => Header.Index;

    /// <summary>The presentation timestamp within the epoch.</summary>
    public MediaTime Pts => Header.Pts;

    /// <summary>Pixels in a row.</summary>
    public int Width => Header.Width;

    /// <summary>Rows.</summary>
    public int Height => Header.Height;

    /// <summary>Bytes from one row to the next; of a <see cref="PixelFormat.Yuv420"/> frame, in the first plane.</summary>
    public int Stride => Header.Width * Header.BytesPerPixel;

    /// <summary>The pixels: <see cref="Height"/> rows of <see cref="Stride"/> bytes; of a <see cref="PixelFormat.Yuv420"/> frame, its three planes.</summary>
    /// <exception cref="ObjectDisposedException">Every owner has disposed the frame.</exception>
    public Memory<byte> Pixels =>
        (_buffer ?? throw new ObjectDisposedException(nameof(Frame))).AsMemory(0, Header.ByteCount);

    /// <summary>The pixels of a <see cref="PixelFormat.Bgr24"/> frame as an image.</summary>
    /// <exception cref="InvalidOperationException">The frame has another pixel format.</exception>
    public BgrImage Image => Header.Format == PixelFormat.Bgr24
        ? new BgrImage(Pixels, Width, Height, Stride)
        : throw new InvalidOperationException($"A {Header.Format} frame is not a BGR image.");

    /// <summary>Adds an owner; each owner disposes the frame once.</summary>
    public Frame Retain()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _owners) <= 0, this);
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <summary>Gives up one ownership; the last returns the pixels to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0 && Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            _pool.Return(buffer);
        }
    }
}

/// <summary>What is known of a frame besides its pixels.</summary>
/// <param name="Index">The number of the frame in the run, from 0.</param>
/// <param name="Epoch">The epoch whose clock <paramref name="Pts"/> belongs to.</param>
/// <param name="Pts">The presentation timestamp.</param>
/// <param name="Width">Pixels in a row, after rotation.</param>
/// <param name="Height">Rows, after rotation.</param>
/// <param name="Format">The layout of the pixels.</param>
public sealed record FrameHeader(long Index, Epoch Epoch, MediaTime Pts, int Width, int Height, PixelFormat Format)
{
    /// <summary>Live only: the timestamp of the machine's clock (<see cref="TimeProvider.GetTimestamp"/>) at which the frame arrived; 0 where it did not come live. The default value is 0.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>Bytes per pixel of <see cref="Format"/>; of <see cref="PixelFormat.Yuv420"/>, in the first plane.</summary>
    public int BytesPerPixel => Format switch { PixelFormat.Bgr24 => 3, PixelFormat.Yuv420 => 1, _ => 4 };

    /// <summary>Bytes of the whole picture.</summary>
    public int ByteCount => (Width * Height * BytesPerPixel) + (Format == PixelFormat.Yuv420 ? 2 * ((Width + 1) / 2) * ((Height + 1) / 2) : 0);
}
