using System.Buffers.Binary;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.Boxes;

/// <summary>
/// Reads the track <c>ssmd</c> of cameras with SigmaStar chips (dashcamigo, docs/format-sstar-ssmd.md): rows of 40 bytes with latitude, longitude, height, km/h, flags, day,
/// clock and course/2. No month and no year. Clocks of rows with a fix are UTC.
/// </summary>
internal static class SigmaStarReader
{
    private const int Row = 40, Fix = 0x100;

    public static RawTelemetry? Read(Mp4Tree file)
    {
        if (file.Tracks.FirstOrDefault(track => track.Format == "ssmd") is not { } track)
        {
            return null;
        }

        var telemetry = new RawTelemetry("SigmaStar ssmd");
        foreach (Mp4Sample sample in track.Samples())
        {
            byte[] bytes = file.Read(sample.Offset, Math.Min(sample.Size, 1024));
            if (LigoGps.IsIn(bytes))
            {
                telemetry.Source = "LIGOGPSINFO in a track ssmd";
                telemetry.Refuse(LigoGps.Enciphered);
                continue;
            }

            for (int at = 0; at + Row <= bytes.Length; at += Row)
            {
                telemetry.Points.Add(Point(bytes.AsSpan(at, Row), sample.Seconds));
            }
        }

        return telemetry;
    }

    private static RawPoint Point(ReadOnlySpan<byte> row, double seconds)
    {
        bool hasFix = (BinaryPrimitives.ReadUInt16LittleEndian(row[22..]) & Fix) != 0;
        var fix = new GpsFix(seconds, BinaryPrimitives.ReadDoubleLittleEndian(row), BinaryPrimitives.ReadDoubleLittleEndian(row[8..]))
        {
            AltitudeMetres = BinaryPrimitives.ReadInt32LittleEndian(row[16..]),
            SpeedMetresPerSecond = BinaryPrimitives.ReadUInt16LittleEndian(row[20..]) / 3.6,
            HeadingDegrees = row[28] * 2,
        };

        // Without a place it writes the largest number of 32 bits.
        bool isPlace = Math.Abs(fix.Latitude) <= 90 && Math.Abs(fix.Longitude) <= 180;
        return new RawPoint(fix, hasFix && isPlace)
        {
            Clock = row[24] is >= 1 and <= 31 && row[25] < 24 && row[26] < 60 && row[27] < 61 ? (row[24], new TimeSpan(row[25], row[26], row[27])) : null,
        };
    }
}
