using System.Buffers.Binary;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.Tesla;

/// <summary>
/// Reads what a Tesla writes into the pictures of its dashcam (teslamotors/dashcam): an SEI unit of H.264 before each slice, user data without a known UUID, a run of the
/// byte 0x42, then 0x69, then a message. Cars that were parked write none.
/// </summary>
internal static class TeslaReader
{
    /// <summary>The message stands before the picture.</summary>
    private const int Looked = 2048;

    /// <summary>A track without a message in as many frames has none.</summary>
    private const int FramesTried = 40;

    /// <summary>Reads the video track; null where no frame has a message.</summary>
    public static RawTelemetry? Read(Mp4Tree file)
    {
        if (file.Tracks.FirstOrDefault(track => track.Format is "avc1" or "avc3") is not { } track)
        {
            return null;
        }

        RawTelemetry? telemetry = null;
        int tried = 0;
        foreach (Mp4Sample sample in track.Samples())
        {
            if (telemetry is null && ++tried > FramesTried)
            {
                return null;
            }

            if (Message(file.Read(sample.Offset, Math.Min(sample.Size, Looked))) is not { } message)
            {
                continue;
            }

            telemetry ??= new RawTelemetry("Tesla SEI") { Device = "Tesla" };
            var acceleration = new Acceleration(message.Acceleration.X, message.Acceleration.Y, message.Acceleration.Z);
            telemetry.Points.Add(new RawPoint(
                new GpsFix(sample.Seconds, message.Latitude, message.Longitude)
                {
                    SpeedMetresPerSecond = Math.Abs(message.SpeedMetresPerSecond),
                    HeadingDegrees = message.HeadingDegrees,
                    Acceleration = acceleration,
                },
                true));
        }

        return telemetry;
    }

    /// <summary>The message in a frame: units, each after its length in four bytes.</summary>
    internal static TeslaMessage? Message(ReadOnlySpan<byte> frame)
    {
        while (frame.Length > 6)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(frame);
            if (length < 2)
            {
                return null;
            }

            ReadOnlySpan<byte> unit = frame.Slice(4, Math.Min(length, frame.Length - 4));
            if ((unit[0] & 0x1F) == 6 && unit[1] == 5 && Payload(unit[2..]) is { } message)
            {
                return message;
            }

            frame = frame[(4 + unit.Length)..];
        }

        return null;
    }

    private static TeslaMessage? Payload(ReadOnlySpan<byte> unit)
    {
        int size = 0, at = 0;
        for (; at < unit.Length && unit[at] == 0xFF; at++)
        {
            size += 255;
        }

        if (at == unit.Length)
        {
            return null;
        }

        size += unit[at++];
        ReadOnlySpan<byte> bytes = WithoutEmulation(unit[at..]);
        bytes = bytes[..Math.Min(size, bytes.Length)];
        int run = bytes.IndexOfAnyExcept((byte)0x42);
        return run > 0 && bytes[run] == 0x69 ? TeslaMessage.Read(bytes[(run + 1)..]) : null;
    }

    /// <summary>Takes out the 3 that H.264 puts behind two zeros, lest they look like a start code.</summary>
    private static byte[] WithoutEmulation(ReadOnlySpan<byte> bytes)
    {
        var plain = new List<byte>(bytes.Length);
        int zeros = 0;
        foreach (byte value in bytes)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            plain.Add(value);
        }

        return [.. plain];
    }
}
