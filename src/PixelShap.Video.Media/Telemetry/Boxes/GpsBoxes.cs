using System.Buffers.Binary;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.Boxes;

/// <summary>
/// Reads the tables of places that some cameras hang behind the video: <c>gps0</c> (Navitel, DuDuBell: ExifTool, Process_gps0) and 70mai Pro's <c>GPS </c> (mzdun/dashcam-gps).
/// Both have one row a second.
/// </summary>
internal static class GpsBoxes
{
    private const int Gps0Row = 32, MaiRow = 36;

    public static RawTelemetry? ReadGps0(Mp4Tree file)
    {
        if (Mp4Tree.Find(file.Top, "gps0") is not { } box)
        {
            return null;
        }

        var telemetry = new RawTelemetry("gps0") { Placement = TelemetryPlacement.Steps };
        byte[] bytes = file.Read(box);
        for (int at = 0; at + Gps0Row <= bytes.Length; at += Gps0Row)
        {
            telemetry.Points.Add(Gps0(bytes.AsSpan(at, Gps0Row)));
        }

        // The rows are a ring: the oldest need not come first.
        telemetry.Points.Sort((left, right) => Nullable.Compare(left.Fix.Time, right.Fix.Time));
        return telemetry;
    }

    public static RawTelemetry? ReadMai(Mp4Tree file)
    {
        if (Mp4Tree.Find(file.Top, "GPS ") is not { } box)
        {
            return null;
        }

        var telemetry = new RawTelemetry("70mai GPS box") { Device = "70mai" };
        byte[] bytes = file.Read(box);
        for (int at = 0; at + MaiRow <= bytes.Length; at += MaiRow)
        {
            ReadOnlySpan<byte> row = bytes.AsSpan(at, MaiRow);
            uint latitude = BinaryPrimitives.ReadUInt32LittleEndian(row[17..]), longitude = BinaryPrimitives.ReadUInt32LittleEndian(row[22..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(row) != 1)
            {
                break;
            }

            if (row[16] is not ((byte)'N' or (byte)'S') || row[21] is not ((byte)'E' or (byte)'W'))
            {
                telemetry.Refuse("A row of its box 'GPS ' has no hemispheres and was left out, with all behind it.");
                break;
            }

            telemetry.Points.Add(new RawPoint(
                new GpsFix(BinaryPrimitives.ReadUInt32LittleEndian(row[8..]), Packed(latitude) * (row[16] == 'S' ? -1 : 1), Packed(longitude) * (row[21] == 'W' ? -1 : 1))
                {
                    SpeedMetresPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(row[12..]) / 3600.0,
                },
                BinaryPrimitives.ReadUInt32LittleEndian(row[4..]) != 0));
        }

        return telemetry;
    }

    private static RawPoint Gps0(ReadOnlySpan<byte> row)
    {
        DateTimeOffset? time = Clock.Of(2000 + row[22], row[23], row[24], row[25], row[26], row[27]);
        double latitude = Clock.Degrees(BinaryPrimitives.ReadDoubleLittleEndian(row)), longitude = Clock.Degrees(BinaryPrimitives.ReadDoubleLittleEndian(row[8..]));
        return new RawPoint(
            new GpsFix(0, latitude, longitude)
            {
                Time = time,
                AltitudeMetres = BinaryPrimitives.ReadInt32LittleEndian(row[16..]),
                SpeedMetresPerSecond = BinaryPrimitives.ReadUInt16LittleEndian(row[20..]) / 3.6,
                HeadingDegrees = row[28] * 2,
            },
            double.IsFinite(latitude + longitude));
    }

    /// <summary>Degrees and thousandths of minutes in one number: 5001234 is 50° 1.234′.</summary>
    private static double Packed(uint value) => (value / 100_000) + (value % 100_000 / 1000.0 / 60);
}
