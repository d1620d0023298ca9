using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>
/// A file of each layout, made from its description alone: synthetic, so they show that a reader does what the description says and not that a camera does. All say the same:
/// 2026-11-21 14:32:07 and on, 52° 31.2′ N, 13° 24.3′ W, 36 km/h (10 m/s), course 90.
/// </summary>
internal static class SyntheticTelemetry
{
    public const double Latitude = 52.52, Longitude = -13.405, Speed = 10;
    public const float Ddmm = 5231.2f, Dddmm = 1324.3f;
    private const double Knots = 10 * 3600.0 / 1852;

    public static IReadOnlyDictionary<string, byte[]> FreeGps { get; } = new Dictionary<string, byte[]>
    {
        ["freeGPS time at 48"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x30, 14, 32, 7 + i, 26, 11, 21);
            block.Put(0x48, "ANW");
            Floats(block, 0x4c);
        })),
        ["freeGPS time at 16"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x10, 14, 32, 7 + i, 26, 11, 21);
            block.Put(0x28, "ANW");
            Floats(block, 0x2c);
            block.Put(0x3c, 256, 0, unchecked((uint)-256));
        }, 0x2c)),
        ["freeGPS Kenwood"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x10, "MN:A510W");
            block.Put(0x40, 14, 32, 7 + i, 2026, 11, 21);
            block.Put(0x58, "ANW");
            Floats(block, 0x5c);
        })),
        ["freeGPS IQS"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x10, "IQS_A7_20150417");
            block.Put(0x30, 14, 32, 7 + i, 26, 11, 21);
            block.Put(0x48, "ANW");
            block.Put(0x4c, 525_200_000, 134_050_000, 1000);
        })),
        ["freeGPS Akaso"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x30, 14, 32, 7 + i);
            block.Put(0x3c, "A");
            block.Put(0x40, Ddmm);
            block.Put(0x44, "N");
            block.Put(0x48, Dddmm);
            block.Put(0x4c, "W");
            block.Put(0x50, 36f);
            block.Put(0x54, 90f);
            block.Put(0x58, 2026, 11, 21);
        })),
        ["freeGPS doubles at 64"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x30, 14, 32, 7 + i);
            block.Put(0x3c, "A");
            Doubles(block, 0x40, 0x48, 0x50, 0x58, 0x60);
            block.Put(0x70, 26, 11, 21);
        })),
        ["freeGPS Vantrue"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x10, 14, 32, 7 + i);
            block.Put(0x1c, "A");
            Doubles(block, 0x20, 0x28, 0x30, 0x38, 0x40);
            block.Put(0x50, 26, 11, 21);
        })),
        ["freeGPS NMEA"] = Blocks(i => Mp4Maker.Block(block => block.Put(0x50, " " + Rmc(i) + "\r\n"))),
        ["freeGPS shifted NMEA"] = Blocks(i => Mp4Maker.Block(block => block.Put(60, string.Concat(Rmc(i).Replace("GN", "GP", StringComparison.Ordinal).Select(character => (char)(character + 16)))))),
        ["freeGPS text under XOR"] = Blocks(i => Mp4Maker.Block(block => Xored(block, $"\0\0XKZD\u00fe\u00fe202611211432{7 + i:00}\f{"",15}N52312000W01324300000000036"))),
        ["freeGPS horsontech"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x30, "horsontech");
            block.Put(0x40, "ANW");
            block.Put(0x44, 26, 11, 21, 14, 32, 7 + i);
            block.Put(0x5c, Dddmm);
            block.Put(0x60, Ddmm);
            block.Put(0x64, (float)Knots);
            block.Put(0x68, 90f);
        })),
        ["freeGPS XBHT"] = Blocks(i => Mp4Maker.Block(block =>
        {
            byte[] row = [0, 26, 11, 21, 14, 32, (byte)(7 + i), 0];
            row.CopyTo(block, 0x10);
            block.Put(0x18, "ANW");
            block.Put(0x20, 52_312_000, 13_243_000, 0, 36);
        })),
        ["freeGPS words"] = Blocks(i => Mp4Maker.Block(block => block.Put(0x10, $"normal:2026/11/21 14:32:{7 + i:00} N:52.520000 W:13.405000 36.0 km/h x:-0.02 y:0.99 z:0.10 A:90.0 H:245.5"))),
        ["freeGPS Nextbase 512G"] = Blocks(i => Mp4Maker.Block(block =>
        {
            byte[] row = [(byte)'$', (byte)'S', 3, 0xE8, 0x23, 0x28, 7, 0xEA, 11, 21, 14, 32, .. BigEndian16((ushort)((7 + i) * 10)), 2, .. Mp4Maker.Words(525_200_000, unchecked((uint)-134_050_000)), 16];
            row.CopyTo(block, 0x30);
        })),
    };

    /// <summary>Layouts without a clock.</summary>
    public static IReadOnlyDictionary<string, byte[]> Untimed { get; } = new Dictionary<string, byte[]>
    {
        ["freeGPS INNOVV"] = Blocks(_ => Mp4Maker.Block(block =>
        {
            block.Put(0x10, "ANW");
            Floats(block, 0x14);
        })),
        ["freeGPS 70mai"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x0c, 0x000301ed);
            block.Put(0x12, [0xED, 0x01]);
            block.Put(30, "A");
            block.Put(31, (uint)(525_200_000 + (i * 1000)), unchecked((uint)-134_050_000));
            block.Put(39, [90, 0]);
        })),
    };

    /// <summary>Layouts that are known to be enciphered.</summary>
    public static IReadOnlyDictionary<string, byte[]> Enciphered { get; } = new Dictionary<string, byte[]>
    {
        ["LIGOGPSINFO"] = Blocks(_ => Mp4Maker.Block(block => block.Put(0x10, "LIGOGPSINFO\0\0\0\0\u0005####j"))),
        ["Akaso V1"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x30, 14, 39, 44, 2019, 5, 29);
            block.Put(0x48, "ANE");
            block.Put(0x50, 0x3d3e4ef1, 0x40cadf90, 0x0bbf50e3, 0x40a0310b + i);
        })),
        ["E-ACE"] = Blocks(i => Mp4Maker.Block(block =>
        {
            block.Put(0x10, 8, 34, 1, 24, 8, 16);
            block.Put(0x28, "ANE\0gNiiZ8JTtHca6tw=\0\0\0\0htuiZMJSsXUX7No=");
        }, 0x3f0)),
        ["EACHPAI"] = Blocks(_ => Mp4Maker.Block(block => block.Put(60, "4W`b]S<AGEEBB>@@@<Q<"), 0xAC)),
        ["unknown"] = Blocks(_ => Mp4Maker.Block(block => block.Put(0x10, 0xDEADBEEF, 0xCAFEBABE))),
    };

    public static byte[] Blocks(Func<uint, byte[]> make) => Mp4Maker.WithBlocks(true, [.. Enumerable.Range(0, 3).Select(i => make((uint)i))]);

    public static string Rmc(uint i) => $"$GNRMC,1432{7 + i:00}.000,A,5231.20000,N,01324.30000,W,{Knots.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)},90.0,211126,,,A*00";

    private static void Put(this byte[] bytes, int at, byte[] values) => values.CopyTo(bytes, at);

    private static void Floats(byte[] block, int at)
    {
        block.Put(at, Ddmm);
        block.Put(at + 4, Dddmm);
        block.Put(at + 8, (float)Knots);
        block.Put(at + 12, 90f);
    }

    private static void Doubles(byte[] block, int latitude, int north, int longitude, int east, int speed)
    {
        block.Put(latitude, 5231.2);
        block.Put(north, "N");
        block.Put(longitude, 1324.3);
        block.Put(east, "W");
        block.Put(speed, Knots);
        block.Put(speed + 8, 90.0);
    }

    private static void Xored(byte[] block, string text)
    {
        for (int i = 0; i < 0x101; i++)
        {
            block[18 + i] = (byte)((i < text.Length ? text[i] : '\0') ^ 0xAA);
        }
    }

    private static byte[] BigEndian16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>GPMF by hand: a key, its type, the size of a row, the number of rows.</summary>
    public static byte[] Gpmf(string key, char type, int size, params byte[][] rows)
    {
        byte[] data = [.. rows.SelectMany(row => row)];
        return [.. Encoding.Latin1.GetBytes(key), (byte)type, (byte)size, .. BigEndian16((ushort)(size == 0 ? data.Length : data.Length / size)), .. data, .. new byte[(4 - (data.Length % 4)) % 4]];
    }

    /// <summary>A nest of GPMF.</summary>
    public static byte[] Nest(string key, params byte[][] items)
    {
        byte[] data = [.. items.SelectMany(item => item)];
        return [.. Encoding.Latin1.GetBytes(key), 0, 1, .. BigEndian16((ushort)data.Length), .. data, .. new byte[(4 - (data.Length % 4)) % 4]];
    }
}
