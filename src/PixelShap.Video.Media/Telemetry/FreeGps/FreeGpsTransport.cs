using PixelShap.Video.Media.Telemetry.Transport;

namespace PixelShap.Video.Media.Telemetry.FreeGps;

/// <summary>
/// Cameras with Novatek chips that record MPEG-TS write a packet <c>private_stream_2</c> a second on a PID that no table names. It holds what stands in a block <c>freeGPS </c>
/// from byte 16 on ("time at 16"): from its first byte (Viofo A119 V3), or behind 164 others (Blueskysea B4K). As ExifTool (M2TS.pm) and dashcamigo describe it; its clock is
/// the camera's local time.
/// </summary>
internal static class FreeGpsTransport
{
    private const int Prefix = 164, Header = 16, Record = 44;

    /// <summary>A camera writes a record a second: one that has none among its first bytes has none, at 100 Mbit/s and five seconds without a fix.</summary>
    private const long Tried = 64 << 20, MostFileRead = 2_000_000_000;

    /// <summary>Reads the records; null where there are none.</summary>
    public static RawTelemetry? Read(TransportStream file)
    {
        if (!Records(file, Tried).Any())
        {
            return null;
        }

        var telemetry = new RawTelemetry("MPEG-TS (Novatek)") { Placement = TelemetryPlacement.Steps, Clock = TelemetryClock.Local };
        telemetry.Points.AddRange(Records(file, MostFileRead).SelectMany(reading => reading.Points));
        return telemetry;
    }

    private static IEnumerable<FreeGpsReading> Records(TransportStream file, long most) =>
        file.Private(most).Select(content => At(content, 0) ?? At(content, Prefix)).OfType<FreeGpsReading>();

    private static FreeGpsReading? At(byte[] content, int at)
    {
        if (content.Length < at + Record)
        {
            return null;
        }

        var block = new byte[Header + Record];
        content.AsSpan(at, Record).CopyTo(block.AsSpan(Header));
        return FreeGpsLayouts.ReadTimeAt16(new FreeGpsBlock(block));
    }
}
