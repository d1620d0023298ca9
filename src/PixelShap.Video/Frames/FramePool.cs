using System.Collections.Concurrent;

namespace PixelShap.Video.Frames;

/// <summary>
/// Lends picture buffers and takes them back. All buffers have the same length, because a run has frames of one size; when a
/// live stream comes back with another size, the old buffers are let go.
/// </summary>
public sealed class FramePool
{
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly int _retained;
    private volatile int _bufferLength;

    /// <summary>Creates a pool.</summary>
    /// <param name="retained">The most buffers kept for reuse. The default value is 32.</param>
    public FramePool(int retained = 32) => _retained = retained;

    /// <summary>Lends a frame for <paramref name="header"/>. Its pixels are not cleared.</summary>
    public Frame Rent(FrameHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        int length = header.ByteCount;
        if (_bufferLength != length)
        {
            _bufferLength = length;
            _free.Clear();
        }

        return new Frame(this, _free.TryTake(out byte[]? buffer) && buffer.Length == length ? buffer : GC.AllocateUninitializedArray<byte>(length), header);
    }

    internal void Return(byte[] buffer)
    {
        if (buffer.Length == _bufferLength && _free.Count < _retained)
        {
            _free.Add(buffer);
        }
    }
}
