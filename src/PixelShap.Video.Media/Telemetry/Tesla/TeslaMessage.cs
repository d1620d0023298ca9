using System.Buffers.Binary;

namespace PixelShap.Video.Media.Telemetry.Tesla;

/// <summary>The message that a Tesla writes with each frame (teslamotors/dashcam, dashcam.proto). A field that is missing is 0: proto3 leaves zeros out.</summary>
internal sealed record TeslaMessage
{
    public uint Version { get; private init; }

    /// <summary>0 park, 1 drive, 2 reverse, 3 neutral.</summary>
    public uint Gear { get; private init; }

    public ulong Frame { get; private init; }

    public float SpeedMetresPerSecond { get; private init; }

    public double Latitude { get; private init; }

    public double Longitude { get; private init; }

    public double HeadingDegrees { get; private init; }

    public (double X, double Y, double Z) Acceleration { get; private init; }

    /// <summary>Reads a message; null when the bytes are no protobuf or hold no version.</summary>
    public static TeslaMessage? Read(ReadOnlySpan<byte> bytes)
    {
        var message = new TeslaMessage();
        while (bytes.Length > 0)
        {
            if (Number(ref bytes) is not { } tag)
            {
                return null;
            }

            (ulong field, ulong wire) = (tag >> 3, tag & 7);
            ulong value = 0;
            switch (wire)
            {
                case 0 when Number(ref bytes) is { } number:
                    value = number;
                    break;
                case 1 when bytes.Length >= 8:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                    bytes = bytes[8..];
                    break;
                case 5 when bytes.Length >= 4:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                    bytes = bytes[4..];
                    break;
                case 2 when Number(ref bytes) is { } length && length <= (ulong)bytes.Length:
                    bytes = bytes[(int)length..];
                    continue;
                default:
                    return null;
            }

            message = (field, wire) switch
            {
                (1, 0) => message with { Version = (uint)Math.Min(value, uint.MaxValue) },
                (2, 0) => message with { Gear = (uint)Math.Min(value, uint.MaxValue) },
                (3, 0) => message with { Frame = value },
                (4, 5) => message with { SpeedMetresPerSecond = BitConverter.UInt32BitsToSingle((uint)value) },
                (11, 1) => message with { Latitude = BitConverter.UInt64BitsToDouble(value) },
                (12, 1) => message with { Longitude = BitConverter.UInt64BitsToDouble(value) },
                (13, 1) => message with { HeadingDegrees = BitConverter.UInt64BitsToDouble(value) },
                (14, 1) => message with { Acceleration = message.Acceleration with { X = BitConverter.UInt64BitsToDouble(value) } },
                (15, 1) => message with { Acceleration = message.Acceleration with { Y = BitConverter.UInt64BitsToDouble(value) } },
                (16, 1) => message with { Acceleration = message.Acceleration with { Z = BitConverter.UInt64BitsToDouble(value) } },
                _ => message,
            };
        }

        return message.Version is > 0 and < 1000 ? message : null;
    }

    /// <summary>A number of up to ten bytes, seven bits each; null where it does not end.</summary>
    private static ulong? Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        return null;
    }
}
