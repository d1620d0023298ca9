using System.Buffers.Binary;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>
/// Reads the camera motion metadata of 360° cameras (CAMM, developers.google.com/streetview/publish/camm-spec): little-endian records after two reserved bytes and
/// a type; several may stand in one sample. Type 6 is a place with time and fix, 5 a place alone, 3 an acceleration.
/// </summary>
internal static class CammReader
{
    private const int MostSample = 1 << 16;
    private static readonly DateTimeOffset s_gpsEpoch = new(1980, 1, 6, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The whole seconds by which GPS time is ahead of UTC, from a day on (IERS, Bulletin C).</summary>
    private static readonly (DateTimeOffset From, int Seconds)[] s_leaps =
    [
        (Day(2017, 1), 18), (Day(2015, 7), 17), (Day(2012, 7), 16), (Day(2009, 1), 15), (Day(2006, 1), 14), (Day(1999, 1), 13),
    ];

    /// <summary>Reads the track <c>camm</c>; null without one.</summary>
    public static RawTelemetry? Read(Mp4Tree file)
    {
        if (file.Tracks.FirstOrDefault(track => track.Format == "camm") is not { } track)
        {
            return null;
        }

        var telemetry = new RawTelemetry("CAMM");
        List<RawPoint> timed = [], plain = [];
        foreach (Mp4Sample sample in track.Samples())
        {
            byte[] bytes = file.Read(sample.Offset, Math.Min(sample.Size, MostSample));
            for (int at = 0; at + 4 <= bytes.Length;)
            {
                int type = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 2)), length = LengthOf(type);
                if (length == 0 || at + 4 + length > bytes.Length)
                {
                    telemetry.Refuse("A record of its track camm is of no known type, or cut off; the records before it were read.");
                    break;
                }

                ReadOnlySpan<byte> body = bytes.AsSpan(at + 4, length);
                at += 4 + length;
                switch (type)
                {
                    case 3:
                        telemetry.Accelerations.Add(new AccelerationSample(sample.Seconds, new Acceleration(Single(body, 0), Single(body, 4), Single(body, 8))));
                        break;
                    case 5:
                        plain.Add(new RawPoint(new GpsFix(sample.Seconds, Double(body, 0), Double(body, 8)) { AltitudeMetres = Double(body, 16) }, true));
                        break;
                    case 6:
                        timed.Add(Place(body, sample.Seconds));
                        break;
                }
            }
        }

        telemetry.Points.AddRange(timed.Count > 0 ? timed : plain);
        return telemetry;
    }

    private static RawPoint Place(ReadOnlySpan<byte> body, double seconds)
    {
        float east = Single(body, 40), north = Single(body, 44);
        double heading = Math.Atan2(east, north) * 180 / Math.PI;
        return new RawPoint(
            new GpsFix(seconds, Double(body, 12), Double(body, 20))
            {
                Time = Utc(Double(body, 0)),
                AltitudeMetres = Single(body, 28),
                SpeedMetresPerSecond = Math.Sqrt(((double)east * east) + ((double)north * north)),
                HeadingDegrees = east == 0 && north == 0 ? null : (heading + 360) % 360,
            },
            BinaryPrimitives.ReadInt32LittleEndian(body[8..]) is 2 or 3);
    }

    /// <summary>The time of a GPS clock, which knows no leap seconds; null when it is none.</summary>
    internal static DateTimeOffset? Utc(double gpsSeconds)
    {
        if (gpsSeconds is not (> 0 and < 4e9))
        {
            return null;
        }

        DateTimeOffset gps = s_gpsEpoch.AddMilliseconds(Math.Round(gpsSeconds * 1000));
        return gps.AddSeconds(-s_leaps.FirstOrDefault(leap => gps >= leap.From.AddSeconds(leap.Seconds)).Seconds);
    }

    private static DateTimeOffset Day(int year, int month) => new(year, month, 1, 0, 0, 0, TimeSpan.Zero);

    private static int LengthOf(int type) => type switch
    {
        0 or 2 or 3 or 4 or 7 => 12,
        1 => 8,
        5 => 24,
        6 => 56,
        _ => 0,
    };

    private static float Single(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadSingleLittleEndian(body[at..]);

    private static double Double(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadDoubleLittleEndian(body[at..]);
}
