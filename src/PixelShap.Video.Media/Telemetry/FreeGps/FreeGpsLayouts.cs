using System.Buffers.Binary;
using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Boxes;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Telemetry.FreeGps;

/// <summary>
/// The layouts of a block <c>freeGPS </c>, as ExifTool (QuickTimeStream.pl, ProcessFreeGPS) and dashcamigo describe them. The first that fits is taken: they are told
/// apart by where the letters A, N, E and their like stand. Places are DDMM.mmmm unless said otherwise, speeds are knots.
/// </summary>
internal static class FreeGpsLayouts
{
    private const double Knot = NmeaText.MetresPerSecondPerKnot, Gravity = 9.80665;

    private static readonly Func<FreeGpsBlock, FreeGpsReading?>[] s_layouts =
    [
        EncipheredText, Ligo, ShiftedText, Sentence, Short, Akaso, Doubles, EncipheredPlaces, Horsontech, Innovv, Xbht, Vantrue, Long, Words, Mai, Nextbase, Kenwood,
    ];

    /// <summary>Reads a block; without a layout where none fits.</summary>
    public static FreeGpsReading Read(FreeGpsBlock block)
    {
        foreach (Func<FreeGpsBlock, FreeGpsReading?> layout in s_layouts)
        {
            if (layout(block) is { } reading)
            {
                return reading;
            }
        }

        return new FreeGpsReading(null, []);
    }

    /// <summary>Reads a block that can only be of the layout "time at 16"; null where it is not.</summary>
    public static FreeGpsReading? ReadTimeAt16(FreeGpsBlock block) => Short(block) is { Refusal: null } reading ? reading : null;

    /// <summary>Azdome, EEEkit: text whose every byte is XORed with 0xAA, from byte 18. Its speed is km/h.</summary>
    private static FreeGpsReading? EncipheredText(FreeGpsBlock block)
    {
        ReadOnlySpan<byte> bytes = block.Bytes;
        if (!bytes.Slice(18, 8).SequenceEqual<byte>([0xAA, 0xAA, 0xF2, 0xE1, 0xF0, 0xEE, 0x54, 0x54]))
        {
            return null;
        }

        string text = string.Concat(bytes.Slice(18, 0x101).ToArray().Select(value => (char)(value ^ 0xAA)));
        (char north, char east) = (text[38], text[47]);
        bool isTimed = DateTime.TryParseExact(text.Substring(8, 14), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        bool hasPlace = north is 'N' or 'S' && east is 'E' or 'W';
        double latitude = Clock.Degrees(Digits(text, 39, 8) / 1e4), longitude = Clock.Degrees(Digits(text, 48, 9) / 1e4);
        double speed = Digits(text, 57, 8) is var whole && double.IsFinite(whole) ? whole : text[57] is '+' or '-' ? Digits(text, 62, 3) : double.NaN;
        return One("text under XOR", new GpsFix(0, Signed(latitude, north), Signed(longitude, east))
        {
            Time = isTimed ? new DateTimeOffset(time, TimeSpan.Zero) : null,
            SpeedMetresPerSecond = double.IsFinite(speed) ? speed / 3.6 : null,
        }, hasPlace && double.IsFinite(latitude + longitude));
    }

    private static FreeGpsReading? Ligo(FreeGpsBlock block) => block.Has(16, "LIGOGPSINFO") || block.Has(48, "LIGOGPSINFO") || block.Has(80, "LIGOGPSINFO")
        ? FreeGpsReading.Refused(LigoGps.Enciphered)
        : null;

    /// <summary>A sentence of NMEA whose every character is 16 too high, at 60. EACHPAI has another cipher besides, under the length 0xAC.</summary>
    private static FreeGpsReading? ShiftedText(FreeGpsBlock block)
    {
        if (!block.Has(60, "4W`b]S<"))
        {
            return null;
        }

        if (block.U32(12) == 0xAC)
        {
            return FreeGpsReading.Refused("Its GPS is enciphered as EACHPAI cameras do, by a cipher that is not known, and was not read.");
        }

        string text = string.Concat(block.Bytes.Slice(60, 80).ToArray().Select(value => value >= 16 ? (char)(value - 16) : '\0'));
        return NmeaSentence.Read(text) is { } sentence ? One("shifted NMEA", sentence.Fix, sentence.HasFix) : null;
    }

    /// <summary>A plain sentence of NMEA: Vantrue N2X, Nextbase 512GW.</summary>
    private static FreeGpsReading? Sentence(FreeGpsBlock block)
    {
        int at = block.Bytes[16..].IndexOf("RMC,"u8);
        if (at < 3)
        {
            return null;
        }

        string text = block.Text[(13 + at)..];
        return NmeaSentence.Read(text) is { IsRmc: true } sentence ? One("NMEA", sentence.Fix, sentence.HasFix) : null;
    }

    /// <summary>Viofo A119 V3 and most newer cameras: clock at 0x10, letters at 0x28, places at 0x2c. E-ACE writes enciphered text there.</summary>
    private static FreeGpsReading? Short(FreeGpsBlock block)
    {
        if (!block.IsZero(0x25, 3) || !IsClock(block, 0x10) || !(block.HasLetters(0x28, 0x29, 0x2a) || IsVoid(block, 0x28)))
        {
            return null;
        }

        return block.Char(0x28) == 'A' && IsText(block.Bytes.Slice(0x2c, 8)) && IsText(block.Bytes.Slice(0x40, 8))
            ? FreeGpsReading.Refused("Its places are enciphered text (as E-ACE cameras write), which was not read.")
            : ShortAt(block, 0, "time at 16");
    }

    /// <summary>Kenwood A510W: as <see cref="Short"/>, 48 bytes further on, behind MN:.</summary>
    private static FreeGpsReading? Kenwood(FreeGpsBlock block) => block.Bytes.Slice(16, 48).IndexOf("MN:"u8) >= 0 && IsClock(block, 0x40) && (block.HasLetters(0x58, 0x59, 0x5a) || IsVoid(block, 0x58))
        ? ShortAt(block, 48, "Kenwood")
        : null;

    private static FreeGpsReading ShortAt(FreeGpsBlock block, int by, string name)
    {
        bool isCounter = block.U32(by + 0x3c) == 0x20001 && block.U32(by + 0x40) == 0x40003;
        Acceleration? acceleration = isCounter || block.IsZero(by + 0x3c, 12) ? null : Accelerated(block, by + 0x3c, Gravity / 256);
        return Binary(block, name, by + 0x28, (by + 0x2c, by + 0x30, by + 0x34, by + 0x38), ClockAt(block, by + 0x10), acceleration);
    }

    /// <summary>Akaso: status, latitude, N, longitude and E in words of their own; speed is km/h. Where the firmware is "x.xx" the course points backwards.</summary>
    private static FreeGpsReading? Akaso(FreeGpsBlock block)
    {
        if (!block.HasLetters(0x3c, 0x44, 0x4c) || !block.IsZero(0x3d, 3) || !block.IsZero(0x45, 3) || !block.IsZero(0x4d, 3))
        {
            return null;
        }

        double course = block.F32(0x54) + (block.Has(16, "x.xx") ? 180 : 0);
        return One("Akaso", new GpsFix(0, Signed(Clock.Degrees(block.F32(0x40)), block.Char(0x44)), Signed(Clock.Degrees(block.F32(0x48)), block.Char(0x4c)))
        {
            Time = Clock.Of(block.U32(0x58), block.U32(0x5c), block.U32(0x60), block.U32(0x30), block.U32(0x34), block.U32(0x38)),
            SpeedMetresPerSecond = block.F32(0x50) / 3.6,
            HeadingDegrees = course >= 360 ? course - 360 : course,
        }, true);
    }

    /// <summary>Status at 0x3c, then doubles.</summary>
    private static FreeGpsReading? Doubles(FreeGpsBlock block) => block.HasLetters(0x3c, 0x48, 0x58)
        ? Wide(block, "doubles at 64", (0x40, 0x48), (0x50, 0x58), 0x60, Clock.Of(block.U32(0x70), block.U32(0x74), block.U32(0x78), block.U32(0x30), block.U32(0x34), block.U32(0x38)))
        : null;

    /// <summary>Vantrue N4: status at 0x1c, then doubles.</summary>
    private static FreeGpsReading? Vantrue(FreeGpsBlock block) => block.HasLetters(0x1c, 0x28, 0x38)
        ? Wide(block, "Vantrue", (0x20, 0x28), (0x30, 0x38), 0x40, Clock.Of(block.U32(0x50), block.U32(0x54), block.U32(0x58), block.U32(0x10), block.U32(0x14), block.U32(0x18)))
        : null;

    /// <summary>Akaso V1 and Redtiger F7N: enciphered doubles in place of the floats of <see cref="Long"/>, which would be read as a latitude of 0.</summary>
    private static FreeGpsReading? EncipheredPlaces(FreeGpsBlock block) => block.HasLetters(0x48, 0x49, 0x4a) && IsClock(block, 0x30) && block.IsZero(0x4b, 5) && !block.IsZero(0x50, 16)
        ? FreeGpsReading.Refused("Its places are enciphered (as Akaso V1 and Redtiger F7N do) by a cipher that is not known, and were not read.")
        : null;

    /// <summary>Vantrue S1: longitude before latitude, height behind.</summary>
    private static FreeGpsReading? Horsontech(FreeGpsBlock block) => !block.HasLetters(0x40, 0x41, 0x42) || !block.IsZero(0x43, 1) || Clock.Of(block.U32(0x44), block.U32(0x48), block.U32(0x4c), block.U32(0x50), block.U32(0x54), block.U32(0x58)) is not { } time
        ? null
        : One("horsontech", new GpsFix(0, Signed(Clock.Degrees(block.F32(0x60)), block.Char(0x41)), Signed(Clock.Degrees(block.F32(0x5c)), block.Char(0x42)))
        {
            Time = time,
            SpeedMetresPerSecond = block.F32(0x64) * Knot,
            HeadingDegrees = block.F32(0x68),
            AltitudeMetres = block.F32(0x6c),
        }, true);

    /// <summary>INNOVV: rows of 32 bytes without a clock.</summary>
    private static FreeGpsReading? Innovv(FreeGpsBlock block)
    {
        var points = new List<RawPoint>();
        for (int at = 16; at + 32 <= FreeGpsBlock.Size && block.HasLetters(at, at + 1, at + 2) && block.IsZero(at + 3, 1); at += 32)
        {
            points.Add(new RawPoint(
                new GpsFix(0, Signed(Math.Abs(Clock.Degrees(block.F32(at + 4))), block.Char(at + 1)), Signed(Math.Abs(Clock.Degrees(block.F32(at + 8))), block.Char(at + 2)))
                {
                    SpeedMetresPerSecond = block.F32(at + 12) * Knot,
                    HeadingDegrees = block.F32(at + 16),
                },
                true));
        }

        return points.Count > 0 ? new FreeGpsReading("INNOVV", points) : null;
    }

    /// <summary>XBHT: rows of 36 bytes, date and clock in single bytes, places in ten-thousandths of minutes. Its speed is taken for km/h.</summary>
    private static FreeGpsReading? Xbht(FreeGpsBlock block)
    {
        var points = new List<RawPoint>();
        for (int at = 16; at + 36 <= FreeGpsBlock.Size && block.HasLetters(at + 8, at + 9, at + 10); at += 36)
        {
            if (Clock.Of(block.Char(at + 1), block.Char(at + 2), block.Char(at + 3), block.Char(at + 4), block.Char(at + 5), block.Char(at + 6) + (block.Char(at + 7) / 10.0)) is not { } time)
            {
                break;
            }

            points.Add(new RawPoint(
                new GpsFix(0, Signed(Clock.Degrees(block.U32(at + 16) / 1e4), block.Char(at + 9)), Signed(Clock.Degrees(block.U32(at + 20) / 1e4), block.Char(at + 10)))
                {
                    Time = time,
                    SpeedMetresPerSecond = block.U16(at + 28) / 3.6,
                },
                true));
        }

        return points.Count > 0 ? new FreeGpsReading("XBHT", points) : null;
    }

    /// <summary>A119S, 2E, SilverStone: clock at 0x30, letters at 0x48, places at 0x4c. IQS has whole numbers of 1e-7 degrees and cm/s there.</summary>
    private static FreeGpsReading? Long(FreeGpsBlock block)
    {
        if (!IsClock(block, 0x30) || !(block.HasLetters(0x48, 0x49, 0x4a) || IsVoid(block, 0x48)))
        {
            return null;
        }

        if (block.Has(16, "IQS"))
        {
            return One("IQS", new GpsFix(0, Signed(Math.Abs(block.I32(0x4c) / 1e7), block.Char(0x49)), Signed(Math.Abs(block.I32(0x50) / 1e7), block.Char(0x4a)))
            {
                Time = ClockAt(block, 0x30),
                SpeedMetresPerSecond = block.I32(0x54) / 100.0,
            }, block.Char(0x48) == 'A');
        }

        return Binary(block, "time at 48", 0x48, (0x4c, 0x50, 0x54, 0x58), ClockAt(block, 0x30), null);
    }

    /// <summary>XGODY: <c>normal:2024/05/22 02:54:29 N:42.38 W:83.39 53.6 km/h</c>.</summary>
    private static FreeGpsReading? Words(FreeGpsBlock block) =>
        block.Char(27) == '/' && block.Char(30) == '/' && LigoGps.ReadRow(block.Text.Substring(23, 200)) is { } point ? new FreeGpsReading("words", [point]) : null;

    /// <summary>70mai A810, M500: a block per picture, 1e-7 degrees. Its clock and speed are not known.</summary>
    private static FreeGpsReading? Mai(FreeGpsBlock block) => block.U16(12) == 0 || block.U16(12) != block.U16(18) || block.Char(30) is not ('A' or 'V')
        ? null
        : One("70mai", new GpsFix(0, block.I32(31) / 1e7, block.I32(35) / 1e7) { HeadingDegrees = block.U16(39) }, block.Char(30) == 'A') with { RepeatsUntimed = true };

    /// <summary>Nextbase 512G: rows of 32 bytes that begin with $S; big-endian, cm/s, hundredths of a degree, tenths of a second, 1e-7 degrees.</summary>
    private static FreeGpsReading? Nextbase(FreeGpsBlock block)
    {
        var points = new List<RawPoint>();
        for (int at = 0x30; at + 32 <= FreeGpsBlock.Size && block.Has(at, "$S"); at += 32)
        {
            ReadOnlySpan<byte> row = block.Bytes.Slice(at, 32);
            double course = BinaryPrimitives.ReadInt16BigEndian(row[4..]) / 100.0;
            (double latitude, double longitude) = (BinaryPrimitives.ReadInt32BigEndian(row[15..]) / 1e7, BinaryPrimitives.ReadInt32BigEndian(row[19..]) / 1e7);
            points.Add(new RawPoint(
                new GpsFix(0, latitude, longitude)
                {
                    Time = Clock.Of(BinaryPrimitives.ReadUInt16BigEndian(row[6..]), row[8], row[9], row[10], row[11], BinaryPrimitives.ReadUInt16BigEndian(row[12..]) / 10.0),
                    SpeedMetresPerSecond = BinaryPrimitives.ReadUInt16BigEndian(row[2..]) / 100.0,
                    HeadingDegrees = course < 0 ? course + 360 : course,
                },
                true));
        }

        return points.Count > 0 ? new FreeGpsReading("Nextbase 512G", points) : null;
    }

    private static FreeGpsReading Binary(
        FreeGpsBlock block, string name, int status, (int Latitude, int Longitude, int Speed, int Course) at, DateTimeOffset? time, Acceleration? acceleration)
    {
        (double latitude, double longitude) = (Clock.Degrees(block.F32(at.Latitude)), Clock.Degrees(block.F32(at.Longitude)));
        return One(name, new GpsFix(0, Signed(latitude, block.Char(status + 1)), Signed(longitude, block.Char(status + 2)))
        {
            Time = time,
            SpeedMetresPerSecond = block.F32(at.Speed) * Knot,
            HeadingDegrees = block.F32(at.Course),
            Acceleration = acceleration,
        }, block.Char(status) == 'A');
    }

    private static FreeGpsReading Wide(FreeGpsBlock block, string name, (int Value, int Letter) latitude, (int Value, int Letter) longitude, int speed, DateTimeOffset? time) =>
        One(name, new GpsFix(
            0,
            Signed(Math.Abs(Clock.Degrees(block.F64(latitude.Value))), block.Char(latitude.Letter)),
            Signed(Math.Abs(Clock.Degrees(block.F64(longitude.Value))), block.Char(longitude.Letter)))
        {
            Time = time,
            SpeedMetresPerSecond = block.F64(speed) * Knot,
            HeadingDegrees = block.F64(speed + 8),
        }, true);

    private static FreeGpsReading One(string layout, GpsFix fix, bool hasFix) => new(layout, [new RawPoint(fix, hasFix)]);

    private static Acceleration Accelerated(FreeGpsBlock block, int at, double scale) => new(block.I32(at) * scale, block.I32(at + 4) * scale, block.I32(at + 8) * scale);

    /// <summary>Hour, minute, second, year, month, day, each in a word.</summary>
    private static bool IsClock(FreeGpsBlock block, int at) => block.U32(at) < 24 && block.U32(at + 4) < 60 && block.U32(at + 8) < 61 && block.U32(at + 12) < 2100 && block.U32(at + 16) <= 12 && block.U32(at + 20) <= 31;

    private static DateTimeOffset? ClockAt(FreeGpsBlock block, int at) => Clock.Of(block.U32(at + 12), block.U32(at + 16), block.U32(at + 20), block.U32(at), block.U32(at + 4), block.U32(at + 8));

    /// <summary>A receiver without a fix: V, and no letters of hemispheres that could be anything else.</summary>
    private static bool IsVoid(FreeGpsBlock block, int at) => block.Char(at) == 'V' && block.Char(at + 1) is '0' or '\0' or 'N' or 'S' && block.Char(at + 3) == '\0';

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)'+', (byte)'z') < 0;

    private static double Signed(double value, char letter) => letter is 'S' or 'W' ? -value : value;

    private static double Digits(string text, int at, int count)
    {
        ReadOnlySpan<char> digits = text.AsSpan(at, count);
        return digits.IndexOfAnyExceptInRange('0', '9') < 0 ? double.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : double.NaN;
    }
}
